"""The content policy holds: nothing of ours breaks it, on the public pages and in the administration."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NOTE = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""


def watch(page: Page) -> None:
    """Make every violation an error of the console, which fails the test at its end."""
    page.add_init_script(NOTE)


def test_the_public_pages_allow_no_script_of_others(page: Page) -> None:
    watch(page)

    for address in ("/", "/offres/FIN-049/", "/recherche/?q=emploi", "/mode-d-emploi/", "/absent/"):
        answer = page.goto(address)
        assert answer is not None
        policy = answer.headers["content-security-policy"]
        assert "unsafe-" not in policy, policy
        assert "default-src 'none'" in policy or "default-src 'self'" in policy, policy

    page.goto("/offres/")
    page.locator("#f-typologie-pret").check()
    expect(page.locator(".chips")).to_contain_text("Prêt")
    expect(page).to_have_url("/offres/?typologie=pret")


def test_a_foreign_script_does_not_run(page: Page) -> None:
    page.goto(
        "/offres/?q=<script>document.title='pris'</script><img src=x onerror=document.title='pris'>"
    )

    expect(page.get_by_role("heading", level=1)).to_have_text("Les offres")
    expect(page).not_to_have_title("pris")


def test_the_administration(page: Page, sign_in: Callable[[Page, str], None]) -> None:
    watch(page)
    sign_in(page, "administrateur")

    for address in (
        "/gestion/",
        "/gestion/offres/",
        "/gestion/offres/new/?kind=funding",
        "/gestion/structures/",
        "/gestion/settings/home/siteidentity/",
        "/gestion/pages/",
    ):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        expect(page.get_by_role("main")).to_be_visible()


def test_the_editor_of_the_home_page(page: Page, sign_in: Callable[[Page, str], None]) -> None:
    watch(page)
    sign_in(page, "editeur")
    page.goto("/gestion/pages/")
    edit = page.locator("a[href*='/gestion/pages/'][href$='/edit/']").first.get_attribute("href")
    assert edit is not None
    page.goto(edit)

    add = page.get_by_role("button", name="Insérer un bloc").last
    add.click()
    blocks = page.get_by_role("option")
    expect(blocks.first).to_be_visible()
    blocks.first.click()

    expect(page.locator("[data-streamfield-child], [data-contentpath]").last).to_be_attached()
