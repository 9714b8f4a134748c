"""A word of the vocabularies renamed by the staff is said at once by the public site."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

SignIn = Callable[[Page, str], None]


def rename(staff: Page, vocabulary: str, before: str, after: str, field: str = "Libellé") -> None:
    """Change one label, as the administration does."""
    staff.goto(f"/gestion/{vocabulary}/")
    staff.locator("tbody").get_by_role("link", name=before, exact=True).click()
    label = staff.get_by_role("textbox", name=re.compile(rf"^{field}\*?$"))
    label.fill(after)
    staff.get_by_role("button", name="Enregistrer").click()
    expect(staff.locator(".messages")).to_be_visible()
    expect(staff).to_have_url(re.compile(rf"/gestion/{vocabulary}/$"))


def test_a_need(page: Page, open_page: Callable[..., Page], sign_in: SignIn) -> None:
    before, after = "Me faire connaître", "Dire qui nous sommes"
    public = open_page()
    sign_in(page, "administrateur")

    rename(page, "besoins", before, after)

    public.goto("/")
    expect(public.get_by_role("link", name=before)).to_have_count(0)
    public.get_by_role("link", name=after).click()
    expect(public.get_by_role("checkbox", name=after)).to_be_checked()
    expect(public.get_by_role("link", name=f"Retirer : {after}")).to_be_visible()

    rename(page, "besoins", after, before)
    public.goto("/")
    expect(public.get_by_role("link", name=before)).to_be_visible()


def test_a_phase(page: Page, open_page: Callable[..., Page], sign_in: SignIn) -> None:
    public = open_page()
    public.goto("/offres/")
    public.locator("#facette-phase > summary").click()
    choice = public.locator("#facette-phase .choice-text").first
    before, after = choice.inner_text(), "Nous avons une idée neuve"
    sign_in(page, "administrateur")

    rename(page, "etapes", before, after)

    public.reload()
    public.locator("#facette-phase > summary").click()
    expect(public.get_by_role("checkbox", name=after)).to_be_visible()
    expect(public.locator("#facette-phase")).not_to_contain_text(before)

    rename(page, "etapes", after, before)
    public.reload()
    expect(public.locator("#facette-phase")).to_contain_text(before)


def test_a_type_of_funding(page: Page, open_page: Callable[..., Page], sign_in: SignIn) -> None:
    before, after = "Prise de capital", "Entrée au capital"
    public = open_page()
    sign_in(page, "administrateur")

    rename(page, "types-de-financement", before, after)

    public.goto("/offres/FIN-126/")
    expect(public.get_by_role("main")).to_contain_text(after)
    expect(public.get_by_role("main")).not_to_contain_text(before)
    answer = public.request.get("/api/v1/offers?q=Cigales&kind=funding").json()
    assert after in {item["type"] for item in answer["items"]}

    rename(page, "types-de-financement", after, before)
    public.reload()
    expect(public.get_by_role("main")).to_contain_text(before)


def test_an_editor_may_not_rename(page: Page, sign_in: SignIn) -> None:
    sign_in(page, "editeur")

    page.goto("/gestion/besoins/")

    expect(page.get_by_role("link", name="Me faire connaître")).to_have_count(0)
    page.goto("/gestion/")
    expect(page.get_by_role("link", name="Besoins")).to_have_count(0)


def test_a_theme(page: Page, open_page: Callable[..., Page], sign_in: SignIn) -> None:
    before, after = "Prêts et garanties", "Emprunter sans crainte"
    public = open_page()
    public.goto("/offres/?typologie=pret")
    public.locator("#resultats h3 a").first.click()
    themes = public.locator(".fact", has_text="Thèmes")
    expect(themes).to_contain_text(before)
    sign_in(page, "administrateur")

    rename(page, "themes", before, after)

    public.reload()
    expect(themes).to_contain_text(after)
    expect(themes).not_to_contain_text(before)

    rename(page, "themes", after, before)
    public.reload()
    expect(themes).to_contain_text(before)
