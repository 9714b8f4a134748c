"""« Pour quelqu’un », from the first answer to the printed plan, and to the link after an offer changed."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands, Keyboard, Pointer
from tests.browser.test_staff import open_offer

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PAGE = "/orientation/pour-quelquun/"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NEED = "Acheter du matériel, aménager des locaux"
# What a person needs at least before a form of visitors is believed to be theirs.
READING_TIME = 2_200


def answer(page: Page, hands: Hands) -> None:
    """Say what the person looks for, and where."""
    page.goto(PAGE)
    hands.tick(page.get_by_role("checkbox", name=NEED))
    hands.write(page.get_by_label("Où se passe votre projet"), "Laval")
    hands.press(page.get_by_role("button", name="Voir les offres"))
    expect(page).to_have_url(re.compile("lieu=Laval"))
    expect(page.locator(".pick").first).to_be_visible()


def choose(page: Page, hands: Hands, count: int) -> list[str]:
    """Tick the first offers, and give their titles."""
    picks = page.locator(".pick")
    titles = []
    for rank in range(count):
        pick = picks.nth(rank)
        titles.append(pick.locator(".pick-title").inner_text())
        hands.tick(pick.get_by_role("checkbox"))
    hands.press(page.get_by_role("button", name="Préparer le plan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Préparer le plan")
    assert page.locator(".plan-order-title").all_inner_texts() == titles
    return titles


def move_first_down(page: Page, hands: Hands, titles: list[str]) -> list[str]:
    """Ask the second offer first."""
    wanted = [titles[1], titles[0], *titles[2:]]
    hands.press(page.get_by_role("button", name=re.compile("^Descendre")).first)
    expect(page.locator(".plan-order-title")).to_have_text(wanted)
    return wanted


def make(page: Page, hands: Hands) -> tuple[str, str]:
    """Write a word and make the plan; both its links."""
    hands.write(page.get_by_label("Votre mot pour la personne"), "Commencez par la première.")
    page.wait_for_timeout(READING_TIME)
    hands.press(page.get_by_role("button", name="Faire le plan"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre plan est prêt")
    reading = page.get_by_label("Lien à remettre").input_value()
    return reading, page.get_by_label("Lien de gestion").input_value()


def read(page: Page, link: str, titles: list[str]) -> None:
    """Open the link as the person does, without any cookie."""
    page.goto(link)
    expect(page.locator(".plan-title")).to_have_text(titles)
    expect(page.get_by_text("Commencez par la première.")).to_be_visible()
    expect(page.locator(".plan-since")).to_contain_text("Rien n’a changé")
    assert not page.context.cookies()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_answers_to_the_paper_and_to_what_changed(
    page: Page, open_page: OpenPage, sign_in: Callable[[Page, str], None]
) -> None:
    hands = Pointer(page)
    answer(page, hands)
    page.locator(".pick").nth(1).get_by_role("checkbox").check()
    # Another answer brings other offers; what is ticked stays.
    page.get_by_role("combobox", name="Qui porte le projet").select_option("associations")
    expect(page).to_have_url(re.compile("qui=associations.*offre="))
    expect(page.locator(".pick-box:checked")).to_have_count(1)
    page.locator(".pick-box:checked").uncheck()
    titles = choose(page, hands, 5)
    titles = move_first_down(page, hands, titles)
    reference = page.locator("input[name=offre]").first.input_value()
    link, managing = make(page, hands)

    reader = open_page()
    read(reader, link, titles)
    sheets = reader.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 2
    reader.emulate_media(media="print")
    for title in titles:
        expect(reader.locator(".plan-title", has_text=title).first).to_be_visible()
    foot = reader.locator(".plan-foot")
    expect(foot).to_contain_text(link)
    expect(foot.locator("svg")).to_be_visible()
    for gone in (".menu", ".site-footer", ".print-source", "button"):
        for one in reader.locator(gone).all():
            expect(one).to_be_hidden()
    reader.emulate_media(media="screen")

    sign_in(page, "administrateur")
    before = change_amount(page, reference, "123456")
    reader.reload()
    expect(reader.locator(".plan-since")).to_contain_text("1 changement")
    expect(reader.locator(".plan-since")).to_contain_text("Le montant a changé")
    expect(reader.locator(".plan-step").first).to_contain_text("123 456".replace(" ", "\u202f"))
    change_amount(page, reference, before)
    reader.reload()
    expect(reader.locator(".plan-since")).to_contain_text("Rien n’a changé")

    keeper = open_page()
    keeper.goto(managing)
    keeper.get_by_role("link", name="Retirer ce plan").click()
    keeper.get_by_role("button", name="Retirer ce plan").click()
    expect(keeper.get_by_role("heading", level=1)).to_have_text("Ce plan a été retiré")
    answered = reader.reload()
    assert answered is not None and answered.status == 410


def change_amount(staff: Page, reference: str, amount: str) -> str:
    """Write another maximum in an offer, and give the former one."""
    open_offer(staff, reference)
    field = staff.locator("input[name=amount_max]")
    before = field.input_value()
    field.fill(amount)
    staff.get_by_role("button", name="Enregistrer").first.click()
    expect(staff.locator(".messages")).to_be_visible()
    return before


def test_without_scripts(page_without_script: Page, open_page: OpenPage) -> None:
    page = page_without_script
    hands = Pointer(page)
    answer(page, hands)
    titles = move_first_down(page, hands, choose(page, hands, 3))
    page.get_by_role("button", name=re.compile("^Retirer")).nth(2).click()
    expect(page.locator(".plan-order-title")).to_have_text(titles[:2])
    link, _ = make(page, hands)
    read(open_page(java_script_enabled=False), link, titles[:2])


def test_with_the_keyboard(page: Page, open_page: OpenPage) -> None:
    hands = Keyboard(page)
    answer(page, hands)
    titles = move_first_down(page, hands, choose(page, hands, 2))
    link, _ = make(page, hands)
    read(open_page(), link, titles)


def test_on_a_telephone(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    hands = Pointer(page, touch=True)
    answer(page, hands)
    titles = move_first_down(page, hands, choose(page, hands, 2))
    link, _ = make(page, hands)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    read(open_page(**PHONE), link, titles)
