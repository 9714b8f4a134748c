"""The administration works under its content policy: a violation is an error of the console, and fails the test."""

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import DemoSite
from tests.runtime import files

pytestmark = pytest.mark.browser

HOME_OF_THE_SITE = "from connect.home.models import HomePage; print(HomePage.objects.get().pk)"
SignIn = Callable[[Page, str], None]


def test_an_editor_writes_a_page_with_every_block(
    page: Page, sign_in: SignIn, site: DemoSite
) -> None:
    home = site.manage("shell", "--verbosity", "0", "--command", HOME_OF_THE_SITE).strip()
    sign_in(page, "editeur")
    page.goto(f"/gestion/pages/add/home/contentpage/{home}/")
    page.wait_for_load_state("networkidle")

    add = page.locator("button.c-sf-add-button")
    add.first.click()
    options = page.locator(".w-combobox__option")
    expect(options.first).to_be_visible()
    kinds = options.count()
    assert kinds > 3
    for number in range(kinds):
        options.nth(number).click()
        if number + 1 < kinds:
            add.last.click()
    # The rich-text editor is the part that needs the relaxation of styles.
    expect(page.locator(".public-DraftEditor-content").first).to_be_visible()


@pytest.mark.parametrize(
    "address",
    ["/gestion/", "/gestion/reports/site-history/", "/gestion/redirects/add/", "/gestion/account/"],
)
def test_pages_with_pickers_and_panels_open(page: Page, sign_in: SignIn, address: str) -> None:
    sign_in(page, "administrateur")

    page.goto(address)
    page.wait_for_load_state("networkidle")

    expect(page.locator("main")).to_be_visible()


def test_a_picture_is_taken_and_an_svg_refused(page: Page, sign_in: SignIn) -> None:
    sign_in(page, "editeur")
    page.goto("/gestion/images/multiple/add/")
    chosen = page.locator("input[type=file]")

    chosen.set_input_files(
        [
            FilePayload(name="photo.png", mimeType="image/png", buffer=files.picture("PNG")),
            FilePayload(name="logo.png", mimeType="image/png", buffer=files.SVG),
        ]
    )

    expect(page.get_by_text("Les fichiers SVG, HTML et XML sont refusés")).to_be_visible()
    # The picture shown while it is sent comes from the browser's memory: were that refused, the console would say so.
    taken = page.locator(".status-msg.success:visible")
    expect(taken).to_have_count(1)
    expect(taken).to_contain_text("Transfert réussi")
