"""The questionnaire to its results: with the keyboard only, without scripts, on a telephone, and back again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import Hands, Keyboard, Pointer, focus

pytestmark = pytest.mark.browser

NEED = "Acheter du matériel, aménager des locaux"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def on(page: Page, title: str) -> None:
    """Wait for a question by its title."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(title))


def choose(page: Page, hands: Hands, words: str) -> None:
    """Take one of several rounds: with the keyboard, Tab enters the group and the arrows go through it."""
    wanted = page.get_by_role("radio", name=re.compile(rf"^\s*{words}"))
    if not isinstance(hands, Keyboard):
        hands.tick(wanted)
        return
    hands.reach(page.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(page.get_by_role("radio").count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def go_on(page: Page, hands: Hands) -> None:
    hands.press(page.get_by_role("button", name="Continuer"))


def skip(page: Page, hands: Hands) -> None:
    hands.follow(page.get_by_role("link", name="Passer cette question"))


def describe_project(page: Page, hands: Hands) -> None:
    """From the welcome to the place, which must be chosen among the communes of a postcode."""
    page.goto("/orientation/")
    hands.press(page.get_by_role("button", name="Commencer"))
    on(page, "De quoi avez-vous besoin")
    hands.tick(page.get_by_role("checkbox", name=re.compile(NEED)))
    go_on(page, hands)
    on(page, "Où en êtes-vous")
    choose(page, hands, "Je prépare mon projet")
    go_on(page, hands)
    on(page, "Qui porte le projet")
    choose(page, hands, "Une association")
    go_on(page, hands)
    on(page, "Quel est son statut")
    choose(page, hands, "Association sans salarié")
    go_on(page, hands)
    on(page, "Où se passe votre projet")
    place = page.get_by_label(re.compile("Où se passe votre projet"))
    hands.write(place, "44110")
    go_on(page, hands)
    expect(page.get_by_text("désigne plusieurs lieux")).to_be_visible()
    choose(page, hands, "Erbray")
    go_on(page, hands)


def finish(page: Page, hands: Hands) -> None:
    """From the sector to the results, with an amount that must be corrected."""
    on(page, "Dans quel domaine")
    skip(page, hands)
    on(page, "Que doit payer")
    skip(page, hands)
    on(page, "Quel montant")
    amount = page.get_by_label(re.compile("Quel montant"))
    hands.write(amount, "beaucoup")
    go_on(page, hands)
    expect(page.get_by_role("alert")).to_contain_text("Écrivez une somme")
    expect(amount).to_have_value("beaucoup")
    hands.write(amount, "5 000")
    go_on(page, hands)
    on(page, "Vos réponses")
    recap = page.get_by_role("main")
    for words in (NEED, "Je prépare mon projet", "Associations", "Erbray", "5 000"):
        expect(recap).to_contain_text(re.compile(words.replace(" ", r"\s")))
    hands.press(page.get_by_role("button", name="Voir les offres"))
    expect(page).to_have_url(re.compile(r"/orientation/resultats/\?besoin="))
    on(page, "Vos offres")


def read_results(page: Page, hands: Hands) -> None:
    """Every line says why; the address holds nothing but answers."""
    assert "suivi" not in page.url
    lines = page.locator(".offer.judged")
    expect(lines).not_to_have_count(0)
    assert lines.count() == page.locator(".offer.judged .why:has(.reason, .why-yes)").count()
    reasons = page.locator(".why-yes summary").first
    hands.press(reasons)
    expect(page.locator(".why-yes ul").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Les trois listes")).to_be_visible()
    assert not page.context.cookies()


def test_with_the_keyboard_only(page: Page) -> None:
    hands = Keyboard(page)
    describe_project(page, hands)
    on(page, "Dans quel domaine")
    heading = page.get_by_role("heading", level=1)
    assert focus(page, heading)["there"], "the new question does not take the focus"
    expect(page).to_have_title(re.compile("Dans quel domaine"))
    finish(page, hands)
    read_results(page, hands)


def test_back_keeps_the_answers(page: Page) -> None:
    hands = Pointer(page)
    describe_project(page, hands)
    finish(page, hands)
    results = page.url
    page.go_back()
    on(page, "Vos réponses")
    page.go_back()
    on(page, "Quel montant")
    expect(page.get_by_label(re.compile("Quel montant"))).to_have_value(re.compile("5.?000"))
    page.reload()
    expect(page.get_by_label(re.compile("Quel montant"))).to_have_value(re.compile("5.?000"))
    page.get_by_role("button", name="Question précédente").click()
    on(page, "Que doit payer")
    go_on(page, hands)
    on(page, "Quel montant")
    expect(page.get_by_label(re.compile("Quel montant"))).to_have_value(re.compile("5.?000"))
    go_on(page, hands)
    on(page, "Vos réponses")
    hands.press(page.get_by_role("button", name="Voir les offres"))
    expect(page).to_have_url(results)


def test_without_scripts(page_without_script: Page) -> None:
    page = page_without_script
    hands = Pointer(page)
    describe_project(page, hands)
    on(page, "Dans quel domaine")
    hands.press(page.get_by_role("button", name="Question précédente"))
    expect(page.get_by_label(re.compile("Où se passe"))).to_have_value(re.compile("Erbray"))
    go_on(page, hands)
    finish(page, hands)
    read_results(page, hands)


def test_on_a_telephone(open_page: Callable[..., Page]) -> None:
    page = open_page(**PHONE)
    page.goto("/orientation/?question=besoin")
    button = page.get_by_role("button", name="Continuer").bounding_box()
    assert button is not None
    assert button["y"] + button["height"] <= 740, "the thumb does not reach « Continuer »"
    assert button["height"] >= 44
    hands = Pointer(page, touch=True)
    describe_project(page, hands)
    finish(page, hands)
    read_results(page, hands)
