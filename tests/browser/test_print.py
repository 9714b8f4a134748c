"""On paper: what is read stays, with its address and the date; menus and buttons go."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

A4_AT_96_DPI = {"width": 673, "height": 994}
PRINTED = re.compile(r"imprimé le (1er|\d{1,2}) \w+ \d{4}")


def printed(open_page: Callable[..., Page], address: str) -> Page:
    """A page as the printer lays it out."""
    page = open_page(viewport=A4_AT_96_DPI)
    page.goto(address)
    page.emulate_media(media="print")
    return page


def gone(page: Page, wanted: list[Locator]) -> None:
    """Check that none of these is on the paper."""
    for one in wanted:
        for place in one.all():
            expect(place).to_be_hidden()
    assert sum(one.count() for one in wanted) > 0


def menus(page: Page) -> list[Locator]:
    """What has no use on paper."""
    names = ("nav", ".site-footer", ".menu", "button", "form", ".skip-links")
    return [page.locator(name) for name in names]


def test_an_offer(open_page: Callable[..., Page]) -> None:
    page = printed(open_page, "/offres/FIN-049/")

    gone(page, menus(page))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for title in ("Est-ce pour vous", "Comment le demander", "Qui appeler"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    source = page.locator(".print-source")
    expect(source).to_be_visible()
    expect(source).to_contain_text(page.url)
    expect(source).to_contain_text(PRINTED)
    link = page.locator(".how a[href^='http']")
    written = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert link.get_attribute("href") in written.replace("\\", "")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_list_of_results(open_page: Callable[..., Page]) -> None:
    page = printed(open_page, "/offres/?besoin=embaucher&lieu=Laval")

    gone(page, [*menus(page), page.locator(".facets")])
    expect(page.locator(".results-count")).to_be_visible()
    expect(page.locator(".offer-title").first).to_be_visible()
    source = page.locator(".print-source")
    expect(source).to_contain_text("/offres/?besoin=embaucher&lieu=Laval")
    expect(source).to_contain_text(PRINTED)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_paper_is_white_even_from_a_dark_screen(open_page: Callable[..., Page]) -> None:
    page = printed(open_page, "/offres/FIN-049/")
    page.emulate_media(media="print", color_scheme="dark")

    ink = page.get_by_role("heading", level=1).evaluate("one => getComputedStyle(one).color")

    assert ink == "rgb(0, 0, 0)"


def test_the_button_prints(page: Page) -> None:
    page.add_init_script("window.print = () => { document.title = 'imprimé' }")
    page.goto("/offres/FIN-049/")

    page.get_by_role("button", name="Imprimer cette page").first.click()

    expect(page).to_have_title("imprimé")
