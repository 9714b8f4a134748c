"""The Monday page emptied: by keyboard in place, then without scripts; and an error reported by a visitor."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import assert_focus_seen

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
REPORTS = "/gestion/lundi/?sorte=erreurs-signalees"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SAID = "Signalé pendant le parcours"


def report_an_error(public: Page) -> None:
    """Tell what is wrong from the sheet of an offer."""
    public.goto("/offres/FIN-011/")
    public.get_by_role("link", name="Signaler une erreur").click()
    public.get_by_role("button", name="Envoyer").click()
    # Sent too fast and empty: the page says so, and what is typed next goes through.
    expect(public.get_by_role("alert")).to_contain_text("Choisissez ce qui ne va pas.")
    public.get_by_label("Le lien ne marche pas").check()
    public.get_by_label("Précisez en une phrase").fill(SAID)
    public.wait_for_timeout(2100)
    public.get_by_role("button", name="Envoyer").click()
    expect(public.get_by_role("heading", level=1)).to_contain_text("Merci")


def test_reports_are_settled_until_none_is_left(
    page: Page, open_page: OpenPage, sign_in: SignIn
) -> None:
    report_an_error(open_page(java_script_enabled=False, **PHONE))
    sign_in(page, "editeur")
    page.goto(REPORTS)
    rows = page.locator("[data-duty]")
    expect(page.get_by_text(SAID)).to_be_visible()
    total = rows.count()
    assert total > 1

    # By keyboard alone: from the first row to its button, again and again.
    rows.first.focus()
    for left in range(total, 0, -1):
        expect(rows).to_have_count(left)
        expect(page.locator("[data-duty]:focus")).to_have_count(1)
        row = page.locator(f"#{page.evaluate('document.activeElement.id')}")
        button = row.get_by_role("button", name="Corrigé")
        for _ in range(12):
            page.keyboard.press("Tab")
            assert_focus_seen(page)
            if button.evaluate("one => one === document.activeElement"):
                break
        page.keyboard.press("Enter")
        expect(page.locator(".duty-note")).to_have_count(total - left + 1)
        expect(page.locator("[data-upkeep-said]")).to_contain_text("Erreur corrigée")

    expect(page.locator("#termine")).to_be_focused()
    expect(page.get_by_role("heading", name=re.compile("Terminé|Plus rien"))).to_be_visible()
    page.locator(".upkeep-week summary").click()
    expect(page.locator(".upkeep-week li")).not_to_have_count(0)


def test_without_scripts_the_next_row_is_where_it_was(
    page_without_script: Page, sign_in: SignIn
) -> None:
    page = page_without_script
    sign_in(page, "moderateur")
    page.goto("/gestion/lundi/?sorte=appels-sans-suite")
    rows = page.locator("[data-duty]")
    settled, following = (rows.nth(1).get_attribute("id"), rows.nth(2).get_attribute("id"))

    # What does not do is said in the row, and stays typed.
    rows.nth(1).get_by_label("Clôture").fill("2020-01-01")
    rows.nth(1).get_by_role("button", name="Préparer").click()
    expect(page.locator(f"#{settled}")).to_contain_text("Choisissez une date à venir.")
    rows.nth(1).get_by_label("Clôture").fill("2099-01-31")
    rows.nth(1).get_by_role("button", name="Préparer").click()

    expect(page.locator("#fait")).to_contain_text("préparé, clôture le 31")
    expect(page.locator("#fait + [data-duty]")).to_have_attribute("id", following or "")
    expect(page.locator(f"#{settled}")).to_have_count(0)
    page.locator("#fait").get_by_role("link", name="Ouvrir").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("AAP-")
