"""Pictures of the users' guide, taken by the journeys themselves: `make pictures` writes them anew."""

import io
import os

from PIL import Image
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
        # What Playwright hides by default it hides with a style that the pages refuse.
        seen = page.screenshot(caret="initial")
        # Pages have few colours: a palette keeps the folder light.
        few = Image.open(io.BytesIO(seen)).convert("RGB").quantize(96)
        few.save(FOLDER / f"{name}.png", optimize=True)
