"""Coming in by code, by link on another device, with two factors; taking one's data away, and leaving."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoSite
from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.mailbox import Mailbox, code_in, link_in
from tests.browser.pictures import picture

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
READING_TIME = 2_200


def ask_for_a_code(page: Page, hands: Hands, address: str) -> None:
    """Give the address on the sign-in page."""
    page.goto("/compte/connexion/")
    hands.write(page.get_by_label("Votre adresse électronique"), address)
    hands.press(page.get_by_role("button", name="Recevoir mon code"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos courriels")


def enter_by_code(page: Page, hands: Hands, site: DemoSite, address: str) -> None:
    """Come in with the code of the mail."""
    box = Mailbox(site, address)
    ask_for_a_code(page, hands, address)
    hands.write(page.get_by_label("Code à six chiffres"), code_in(box.next("connexion")))
    hands.press(page.get_by_role("button", name="Me connecter"))
    expect(page).to_have_url(re.compile("/compte/$"))


def sign_up(page: Page, site: DemoSite, address: str, first_name: str) -> None:
    """Make an account and confirm its address."""
    box = Mailbox(site, address)
    page.goto("/compte/inscription/")
    page.get_by_label("Votre adresse électronique").fill(address)
    page.get_by_label("Prénom").fill(first_name)
    page.get_by_label("Nom", exact=True).fill("démo")
    page.wait_for_timeout(READING_TIME)
    page.get_by_role("button", name="Recevoir le lien de confirmation").click()
    page.goto(link_in(box.next(""), "/compte/inscription/"))
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/compte/"))


def test_in_by_the_code_with_the_keyboard(page: Page, site: DemoSite) -> None:
    hands = Keyboard(page)
    box = Mailbox(site, "utilisateur@example.org")
    ask_for_a_code(page, hands, "utilisateur@example.org")
    picture(page, "connexion-code")
    # A wrong code is told, and the page stays.
    hands.write(page.get_by_label("Code à six chiffres"), "000000")
    hands.press(page.get_by_role("button", name="Me connecter"))
    expect(page.get_by_role("alert").first).to_be_visible()
    hands.write(page.get_by_label("Code à six chiffres"), code_in(box.next("connexion")))
    hands.press(page.get_by_role("button", name="Me connecter"))
    expect(page).to_have_url(re.compile("/compte/$"))
    picture(page, "mon-compte")

    hands.press(page.get_by_role("button", name="Me déconnecter"))
    expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()
    page.goto("/compte/")
    expect(page).to_have_url(re.compile("/compte/connexion/"))


def test_in_by_the_link_on_another_device_once(open_page: OpenPage, site: DemoSite) -> None:
    desk, phone, thief = open_page(), open_page(**PHONE), open_page()
    box = Mailbox(site, "expert@example.org")
    ask_for_a_code(desk, Pointer(desk), "expert@example.org")
    link = link_in(box.next("connexion"), "/compte/connexion/lien/")

    # A scanner of mails opens the link first: it stays good.
    thief.goto(link)
    phone.goto(link)
    phone.get_by_role("button", name="Me connecter").tap()
    expect(phone).to_have_url(re.compile("/compte/$"))
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    thief.get_by_role("button", name="Me connecter").click()
    expect(thief.get_by_role("link", name=re.compile("nouveau"))).to_be_visible()
    thief.goto("/compte/")
    expect(thief).to_have_url(re.compile("/compte/connexion/"))


def test_the_staff_show_two_factors(page: Page, site: DemoSite) -> None:
    page.goto("/gestion/login/")
    expect(page).to_have_url(re.compile("/compte/connexion/"))
    box = Mailbox(site, "diffuseur@example.org")
    page.get_by_label("Votre adresse électronique").fill("diffuseur@example.org")
    page.get_by_role("button", name="Recevoir mon code").click()
    page.get_by_label("Code à six chiffres").fill(code_in(box.next("connexion")))
    page.get_by_role("button", name="Me connecter").click()

    expect(page.get_by_role("heading", name="Deuxième étape")).to_be_visible()
    for address in ("/gestion/", "/gestion/offres/", "/compte/"):
        page.goto(address)
        assert "/compte/connexion/" in page.url, address


def test_my_data_in_a_file_then_nothing_left_of_me(open_page: OpenPage, site: DemoSite) -> None:
    page = open_page()
    sign_up(page, site, "partante@example.org", "Partante")
    page.goto("/compte/mes-donnees/")
    picture(page, "mes-donnees")
    with page.expect_download() as begun:
        page.get_by_role("button", name="Télécharger mes données").click()
    content = begun.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        told = {name: json.loads(archive.read(name)) for name in names if name.endswith(".json")}
        assert any(name.endswith(".txt") for name in names)
    assert len(told) >= 5
    assert "partante@example.org" in json.dumps(told)
    assert "contributeur@example.org" not in json.dumps(told)

    page.goto("/compte/effacer/")
    field = page.locator("main form input[type=text]").first
    field.fill("EFFACER")
    page.get_by_role("button", name="Effacer mon compte pour toujours").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("effacé")
    page.goto("/compte/")
    expect(page).to_have_url(re.compile("/compte/connexion/"))
    left = site.manage(
        "shell",
        "--no-imports",
        "-c",
        "from connect.accounts.models import User; print(User.objects.filter(email='partante@example.org').count())",
    )
    assert left.strip().endswith("0")


def test_one_session_ends_another(open_page: OpenPage, site: DemoSite) -> None:
    here, there = open_page(), open_page()
    for page in (here, there):
        enter_by_code(page, Pointer(page), site, "membre_connect@example.org")
    here.goto("/compte/connexions/")
    here.get_by_role("button", name="Déconnecter tous les autres").click()
    expect(here.get_by_text("cet appareil")).to_be_visible()
    there.goto("/compte/")
    expect(there).to_have_url(re.compile("/compte/connexion/"))
