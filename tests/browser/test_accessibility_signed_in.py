"""The pages of an account and of the management: nothing that axe finds, no sideways scroll, light and dark."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.browser.conftest import DemoSite
from tests.browser.hands import Pointer
from tests.browser.test_accessibility import SETTLED, TOO_WIDE, axe, headings
from tests.browser.test_accounts import enter_by_code

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
OWN = (
    "/compte/",
    "/compte/profil/",
    "/compte/mot-de-passe/",
    "/compte/adresse/",
    "/compte/connexions/",
    "/compte/deux-etapes/",
    "/compte/mes-donnees/",
    "/compte/effacer/",
    "/compte/mes-mails/",
    "/compte/mes-mails/preferences/",
    "/compte/structures/",
    "/compte/groupes/",
    "/mes-fiches/",
    "/groupes/",
)
# Pages whose main part is ours; lists that Wagtail draws keep its dark links and buttons, which are too dim.
MANAGEMENT = (
    "/gestion/lundi/",
    "/gestion/messages/",
    "/gestion/visites/",
    "/gestion/relances/",
    "/gestion/relances/couverture/",
    "/gestion/indicateurs/",
)


def examine(page: Page, address: str, part: str, *, order: bool) -> list[str]:
    """Look at one page in both themes, wide and narrow, loading it once."""
    answer = page.goto(address)
    assert answer is not None
    faults = [] if answer.status == 200 else [f"{address}: status {answer.status}"]
    page.evaluate(Axe().axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            told = axe(page, part=part, colours_only=scheme == "dark")
            if order and scheme == "light":
                told += page.evaluate(TOO_WIDE) + headings(page)
            faults += [f"{address} {scheme} {width}: {fault}" for fault in told]
    return faults


def test_no_violation_on_the_pages_of_an_account(open_page: OpenPage, site: DemoSite) -> None:
    page = open_page(reduced_motion="reduce")
    enter_by_code(page, Pointer(page), site, "responsable@example.org")
    links = "main a[href*='/compte/structures/STR-'], main a[href$='/modifier/'], main a[href$='/historique/']"
    more = []
    for address in ("/mes-fiches/", "/compte/structures/"):
        page.goto(address)
        found = page.locator(links).evaluate_all("all => all.map(one => one.pathname)")
        more += list(dict.fromkeys(found))[:3]
    faults = [fault for one in [*OWN, *more] for fault in examine(page, one, "html", order=True)]

    assert not faults, "\n".join(faults)
    assert len(more) >= 3


def test_no_violation_on_the_pages_of_a_network(open_page: OpenPage, site: DemoSite) -> None:
    page = open_page(reduced_motion="reduce")
    enter_by_code(page, Pointer(page), site, "animateur_local@example.org")
    pages = ("/compte/reseau/", "/compte/reseau/silencieuses/", "/mes-fiches/")
    faults = [fault for one in pages for fault in examine(page, one, "html", order=True)]

    assert not faults, "\n".join(faults)


def test_no_violation_on_the_management_pages(page: Page, sign_in: SignIn) -> None:
    sign_in(page, "administrateur")
    # Wagtail's own menu and header are its own: what we write stands in the main part.
    faults = [fault for one in MANAGEMENT for fault in examine(page, one, "main", order=False)]

    assert not faults, "\n".join(faults)
