"""The staff decides, and the public site says it at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import counts, meet, places

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
MOTIVE = "À la demande de la structure"


def find_offer(staff: Page, words: str) -> None:
    """Open the list of offers on a search."""
    staff.goto(f"/gestion/offres/?q={words}")
    expect(staff.get_by_role("main").get_by_role("alert")).to_contain_text("correspondance")


def open_offer(staff: Page, reference: str) -> None:
    """Find an offer by its reference and open its form."""
    find_offer(staff, reference)
    row = staff.get_by_role("row").filter(has=staff.get_by_role("cell", name=reference, exact=True))
    expect(staff.locator("tbody").get_by_role("row")).to_have_count(1)
    row.get_by_role("link").first.click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text(reference)


def act(staff: Page, action: str) -> None:
    """Choose an action on the offer that is open."""
    header = staff.get_by_role("navigation", name="Actions", exact=True)
    header.get_by_role("button", name="Actions").click()
    staff.get_by_role("link", name=action, exact=True).click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text(f"{action} ces offres")


def confirm(staff: Page, action: str, motive: str = "") -> None:
    """Confirm, with a motive when one is asked, and read what the site answers."""
    if motive:
        staff.get_by_role("combobox", name="Motif").select_option(motive)
    staff.get_by_role("main").get_by_role("button", name=action, exact=True).click()
    expect(staff.locator(".messages")).to_contain_text(re.compile(r"\d+\s+offres?\s: état"))


def test_an_offer_hidden_is_gone_everywhere_and_comes_back(
    page: Page, open_page: OpenPage, sign_in: SignIn
) -> None:
    public = open_page()
    offer = meet(public, "FIN-049")
    assert all(places(public, offer).values())
    before = counts(public)
    sign_in(page, "moderateur")

    open_offer(page, offer.reference)
    act(page, "Masquer")
    # Without a motive nothing is hidden, and the form says why.
    page.get_by_role("combobox", name="Motif").evaluate("one => one.removeAttribute('required')")
    page.get_by_role("main").get_by_role("button", name="Masquer", exact=True).click()
    expect(page.get_by_text("Choisissez un motif : il est gardé")).to_be_visible()
    assert all(places(public, offer).values())
    confirm(page, "Masquer", MOTIVE)

    assert not any(places(public, offer).values()), places(public, offer)
    assert counts(public) == {name: total - 1 for name, total in before.items()}
    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_role("main")).to_contain_text("Masquée")

    open_offer(page, offer.reference)
    act(page, "Valider")
    confirm(page, "Valider")
    assert all(places(public, offer).values()), places(public, offer)
    assert counts(public) == before


def bulk(staff: Page, words: str, action: str, motive: str = "") -> None:
    """Tick all the offers found by some words, and do the same to them."""
    find_offer(staff, words)
    rows = staff.locator("tbody").get_by_role("row")
    for box in rows.get_by_role("checkbox").all():
        box.check()
    staff.get_by_role("link", name=f"{action} les offres cochées").click()
    expect(staff.get_by_role("heading", level=1)).to_contain_text(f"{action} ces offres")
    confirm(staff, action, motive)


def test_several_offers_hidden_at_once(page: Page, open_page: OpenPage, sign_in: SignIn) -> None:
    public = open_page()
    offers = [meet(public, reference) for reference in ("FIN-126", "FIN-127")]
    before = counts(public)
    sign_in(page, "moderateur")

    bulk(page, "Cigales", "Masquer", "Information à vérifier auprès de la structure")

    for offer in offers:
        assert not any(places(public, offer).values()), places(public, offer)
    assert counts(public) == {name: total - 2 for name, total in before.items()}
    page.goto("/gestion/")
    waiting = page.get_by_role("link", name="Masquées en attendant la structure")
    expect(waiting).to_be_visible()

    bulk(page, "Cigales", "Valider")
    for offer in offers:
        assert all(places(public, offer).values()), places(public, offer)
    assert counts(public) == before


def test_an_editor_proposes_but_never_validates(page: Page, sign_in: SignIn) -> None:
    sign_in(page, "editeur")

    find_offer(page, "Cigales")
    page.locator("tbody").get_by_role("checkbox").first.check()
    actions = page.get_by_role("region", name="Actions sur les offres cochées")
    expect(actions.get_by_role("link", name="Proposer à la validation")).to_be_visible()
    for refused in ("Valider", "Masquer", "Archiver"):
        expect(actions.get_by_role("link", name=f"{refused} les offres")).to_have_count(0)

    open_offer(page, "FIN-126")
    header = page.get_by_role("navigation", name="Actions", exact=True)
    header.get_by_role("button", name="Actions").click()
    expect(page.get_by_role("link", name="Proposer à la validation")).to_be_visible()
    for refused in ("Valider", "Masquer", "Archiver"):
        expect(page.get_by_role("link", name=refused, exact=True)).to_have_count(0)


def test_the_administration_asks_who_is_there(page: Page) -> None:
    page.goto("/gestion/offres/")

    expect(page).to_have_url(re.compile(r"/compte/connexion/\?next=%2Fgestion%2Foffres%2F$"))
    expect(page.get_by_role("button", name="Recevoir mon code")).to_be_visible()
