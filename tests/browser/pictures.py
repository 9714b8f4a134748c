"""Pictures of the users' guide, taken by the journeys themselves: `make pictures` writes them anew."""

import os

from playwright.sync_api import Page

from tests.runtime.processes import ROOT

FOLDER = ROOT / "docs" / "images" / "utilisateurs"


def picture(page: Page, name: str) -> None:
    """Keep what the page shows, when pictures are asked for (`DOCS_PICTURES=1`); nothing otherwise.

    Args:
        page: as the person sees it.
        name: of the file, without extension.
    """
    if os.environ.get("DOCS_PICTURES") == "1":
        FOLDER.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
