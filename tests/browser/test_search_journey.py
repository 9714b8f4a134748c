"""From a need to a structure: with the keyboard only, without scripts, and on a telephone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands, Keyboard, Pointer, assert_focus_seen, focus

pytestmark = pytest.mark.browser

NEED = "Acheter du matériel, aménager des locaux"
POSTCODE = "44110"
COMMUNE = "Erbray"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def titles(page: Page) -> list[str]:
    """The offers listed, in order."""
    return page.locator("#resultats .offer-title").all_inner_texts()


def count(page: Page) -> Locator:
    """The line that says how many offers answer."""
    return page.locator("#resultats .results-count")


def box(page: Page, words: str) -> Locator:
    """A box of the filters, by the words beside it."""
    return page.get_by_role("checkbox", name=re.compile(rf"^\s*{re.escape(words)}\b"))


def ask(page: Page, hands: Hands) -> None:
    """From the home page: choose a need, give a postcode, say which commune."""
    page.goto("/")
    hands.follow(page.get_by_role("link", name=NEED))
    expect(page.get_by_role("heading", level=1)).to_have_text("Les offres")

    place = page.get_by_label("Votre commune ou code postal")
    hands.write(place, POSTCODE)
    hands.send(place)
    question = page.get_by_role("group", name="Choisissez votre commune")
    expect(question).to_contain_text("Quelle est votre commune")
    expect(question.get_by_role("link")).not_to_have_count(0)
    hands.follow(question.get_by_role("link", name=COMMUNE))

    expect(question).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile(rf"Retirer.*{COMMUNE}"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(rf"Retirer.*{NEED[:12]}"))).to_be_visible()


def read_offer_then_structure(page: Page, hands: Hands) -> str:
    """Open the first offer, then the structure that proposes it; the address of the results."""
    results = page.url
    first = page.locator("#resultats .offer-title a").first
    title = first.inner_text()
    hands.follow(first)
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Est-ce pour vous")).to_be_visible()

    structure = page.locator(".offer-by").get_by_role("link")
    name = structure.inner_text()
    hands.follow(structure)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("link", name=title).first).to_be_visible()
    return results


def back_to_results(page: Page, results: str, before: list[str], words: str) -> None:
    """Go back from the structure: the same results, the same boxes."""
    page.go_back()
    page.go_back()
    expect(page).to_have_url(results)
    expect(page.locator("#resultats .offer-title")).to_have_text(before)
    expect(page.locator(f"#facettes input[value={words}]")).to_be_checked()


def same_in_another_browser(
    page: Page, open_page: Callable[..., Page], results: str, before: list[str]
) -> None:
    """The address alone brings the same page to somebody else."""
    other = open_page()
    other.goto(results)
    expect(other.locator("#resultats .offer-title")).to_have_text(before)
    expect(box(other, NEED)).to_be_checked()
    expect(box(other, "Subvention")).to_be_checked()
    expect(other.get_by_label("Votre commune ou code postal")).to_have_value(re.compile(COMMUNE))


def test_with_the_keyboard_only(page: Page, open_page: Callable[..., Page]) -> None:
    hands = Keyboard(page)
    ask(page, hands)
    all_kinds = count(page).inner_text()

    grants = box(page, "Subvention")
    hands.tick(grants)
    expect(count(page)).not_to_have_text(all_kinds)
    expect(page).to_have_url(re.compile(r"typologie=subvention"))
    expect(grants).to_be_checked()
    assert focus(page, grants)["there"], "the box ticked has lost the focus"
    assert_focus_seen(page)
    expect(page.locator("[data-announce]")).to_have_text(count(page).inner_text())
    before = titles(page)

    results = read_offer_then_structure(page, hands)
    back_to_results(page, results, before, "subvention")
    same_in_another_browser(page, open_page, results, before)

    page.go_back()
    expect(count(page)).to_have_text(all_kinds)
    expect(grants).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#resultats .offer-title")).to_have_text(before)
    expect(grants).to_be_checked()


def test_taking_a_filter_off_keeps_the_focus(page: Page) -> None:
    hands = Keyboard(page)
    page.goto("/offres/?typologie=subvention&phase=developpement")
    before = count(page).inner_text()

    hands.follow(page.get_by_role("link", name=re.compile("Retirer.*Subvention")))

    expect(count(page)).not_to_have_text(before)
    expect(page).not_to_have_url(re.compile("typologie"))
    assert_focus_not_lost(page)


def assert_focus_not_lost(page: Page) -> None:
    """The next Tab goes on from the results, not from the top of the page."""
    assert not focus(page)["lost"]
    inside = page.evaluate("document.querySelector('#resultats').contains(document.activeElement)")
    assert inside, focus(page)["what"]


def test_without_scripts(page_without_script: Page, open_page: Callable[..., Page]) -> None:
    page = page_without_script
    hands = Pointer(page)
    ask(page, hands)
    all_kinds = count(page).inner_text()

    hands.tick(box(page, "Subvention"))
    hands.press(page.locator("#facettes").get_by_role("button", name="Voir les offres"))
    expect(count(page)).not_to_have_text(all_kinds)
    expect(page).to_have_url(re.compile(r"typologie=subvention"))
    before = titles(page)

    results = read_offer_then_structure(page, hands)
    back_to_results(page, results, before, "subvention")
    same_in_another_browser(page, open_page, results, before)


def test_on_a_telephone(open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    hands = Pointer(page, touch=True)
    ask(page, hands)
    all_kinds = count(page).inner_text()

    hands.press(page.get_by_role("button", name="Filtrer les offres"))
    sheet = page.get_by_role("dialog", name="Filtrer")
    expect(sheet).to_be_visible()
    hands.tick(box(page, "Subvention"))
    see = sheet.get_by_role("button", name=re.compile(r"^Voir \d+ offres?"))
    expect(see).not_to_have_text(f"Voir {all_kinds}")
    told = see.inner_text()
    hands.press(see)
    expect(sheet).to_be_hidden()
    assert told == f"Voir {count(page).inner_text()}"
    before = titles(page)

    results = read_offer_then_structure(page, hands)
    back_to_results(page, results, before, "subvention")
    same_in_another_browser(page, open_page, results, before)


def test_the_small_menu_and_the_sheet_obey_the_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 360, "height": 740})
    hands = Keyboard(page)
    page.goto("/offres/")

    menu = page.locator(".menu-small summary")
    hands.press(menu)
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu-small nav")).to_be_hidden()
    assert focus(page, menu)["there"]

    opener = page.get_by_role("button", name="Filtrer les offres")
    hands.press(opener)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert focus(page, opener)["there"], "the focus does not come back to the button"
