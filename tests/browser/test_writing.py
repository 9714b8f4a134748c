"""Sheets written together: real browsers, each in its own context, in front of a real server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DemoSite
from tests.browser.writers import Desk, Writer, until

pytestmark = pytest.mark.browser

DLA = "dispositif-local-d-accompagnement"
GOVERNANCE = "gouvernance"
SPEED = "travail-collaboratif"
REPLACE = """
from toolbox.models import SheetPage
page = SheetPage.objects.get(pk=%d).get_latest_revision_as_object()
page.summary = "Remplacé dans l’administration"
page.save_revision()
"""
OFFLINE = "Hors ligne\u00a0: vos modifications sont gardées dans cette page"
AWAY = "Le site ne répond pas\u00a0: vos modifications sont gardées dans cette page"


@pytest.fixture(scope="module")
def desk(
    site: DemoSite, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A copy of the demonstration, which these tests may kill."""
    made = Desk(site, browser, tmp_path_factory.mktemp("desk") / "var")
    yield made
    made.close()


def agree(one: Writer, two: Writer) -> None:
    """Both read the same, and all of it is stored."""
    until(lambda: one.text() == two.text(), "the two texts never became the same")
    one.is_saved()
    two.is_saved()


def test_two_people_type_in_the_same_paragraph(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (one, two):
        one.open(desk.sheets[DLA])
        two.open(desk.sheets[DLA])
        expect(one.page.locator("[data-persons] li")).to_have_count(2)
        one.begin()
        two.begin()
        for _ in range(12):
            one.type("é")
            two.type("ö")
        agree(one, two)
        assert one.text().count("é" * 2) > 0 or "éö" in one.text()
        assert sum(letter in "éö" for letter in one.text()[:40]) >= 24
        expect(one.page.locator(".caret-name")).to_have_count(1)

        # Each takes back only what they did.
        for _ in range(30):
            if "é" * 2 not in one.text() and "éö" not in one.text():
                break
            one.page.keyboard.press("ControlOrMeta+z")
        until(lambda: "ö" * 12 in two.text())
        agree(one, two)
        # What is beside the text is shared too.
        one.page.get_by_label("Mots-clés", exact=True).fill("essai commun")
        one.page.get_by_role("button", name="Ajouter", exact=True).click()
        expect(two.page.locator("[data-tag-list]")).to_contain_text("essai commun")
        two.page.get_by_role("checkbox", name="Porter un projet").check()
        expect(one.page.get_by_role("checkbox", name="Porter un projet")).to_be_checked()


def test_a_killed_server_loses_nothing(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (one, two):
        one.open(desk.sheets[DLA])
        two.open(desk.sheets[DLA])
        one.begin()
        two.begin("summary")
        one.type("Avant la coupure. ")
        two.is_saved()
        one.is_saved()
        desk.kill()
        one.type("Pendant la coupure. ")
        two.type("Pendant, ailleurs. ")
        expect(one.said).to_have_text(AWAY)
        desk.start()
        two.reads("Avant la coupure. Pendant la coupure. ")
        one.reads("Pendant, ailleurs. ", "summary")
        agree(one, two)


def test_offline_then_back_and_a_copy_that_outlives_the_page(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (one, two):
        sheet = desk.sheets[DLA]
        # This person signs out at the end: not of the session that the other tests use.
        desk.enter(one.page.context, "contributeur", 1)
        one.open(sheet)
        two.open(sheet)
        one.begin()
        one.page.context.set_offline(True)
        expect(one.said).to_have_text(OFFLINE)
        one.type("Dans le train. ")
        one.page.context.set_offline(False)
        two.reads("Dans le train. ")
        agree(one, two)

        one.page.get_by_label("Garder une copie sur cet ordinateur").check()
        until(lambda: one.page.evaluate("localStorage.getItem('essor-copies')") is not None)
        one.page.context.set_offline(True)
        one.begin()
        one.type("Puis la page se ferme. ")
        expect(one.said).to_contain_text("sur cet ordinateur")
        one.page.wait_for_timeout(300)
        one.page.close(run_before_unload=False)
        one.page.context.set_offline(False)
        again = Writer(one.page.context.new_page())
        again.open(sheet)
        two.reads("Puis la page se ferme. ")
        expect(again.page.get_by_label("Garder une copie")).to_be_checked()
        again.page.goto("/compte/")
        again.page.get_by_role("button", name="Me déconnecter").click()
        expect(again.page.get_by_role("link", name="Se connecter")).to_be_visible()
        left = "indexedDB.databases().then(all => all.length + localStorage.length)"
        assert again.page.evaluate(left) == 0


def test_where_sockets_are_blocked_the_slow_mode_serves(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (slow, quick):
        slow.page.route_web_socket("**/ws/**", lambda line: line.close())
        quick.open(desk.sheets[DLA])
        slow.open(desk.sheets[DLA])
        expect(slow.said).to_have_text("Mode lent\u00a0: enregistré")
        slow.begin()
        slow.type("Par la poste. ")
        quick.reads("Par la poste. ")
        quick.begin()
        quick.type("Par le fil. ")
        slow.reads("Par le fil. ")
        until(lambda: slow.text() == quick.text())
        expect(slow.said).to_have_text("Mode lent\u00a0: enregistré")
        expect(quick.page.locator("[data-persons] li")).to_have_count(2)


def test_a_right_withdrawn_and_a_session_closed_are_said_at_once(desk: Desk) -> None:
    with desk.writers("membre_groupe", "referent_salarie") as (left, out):
        sheet = desk.sheets[SPEED]
        left.open(sheet)
        out.open(sheet)
        left.begin()
        left.type("Mes derniers mots. ")
        left.is_saved()
        tab = left.page.context.new_page()
        tab.goto(left.page.get_by_role("link", name="Quitter").get_attribute("href") or "")
        tab.get_by_text("Quitter le groupe").click()
        tab.get_by_role("button", name="Quitter ce groupe").click()
        expect(left.said).to_have_text("Accès retiré")
        expect(left.part().locator(".ProseMirror")).to_have_attribute("contenteditable", "false")
        assert "Mes derniers mots. " in left.text()

        tab = out.page.context.new_page()
        tab.goto("/compte/")
        tab.get_by_role("button", name="Me déconnecter").click()
        expect(out.said).to_have_text("Session terminée")
        desk.enter(out.page.context, "referent_salarie", 1)
        out.page.get_by_role("button", name="Réessayer").click()
        out.is_saved()
        out.begin()
        out.type("De retour. ")
        out.is_saved()


def test_what_is_published_is_what_was_proposed(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur", "moderateur") as (one, two, reviewer):
        sheet = desk.sheets[DLA]
        one.open(sheet)
        two.open(sheet)
        one.begin()
        one.type("Phrase proposée. ")
        one.page.get_by_role("button", name="Proposer").click()
        expect(one.page.get_by_role("main")).to_contain_text("en relecture")
        one.ready()
        two.begin()
        two.type("Phrase d’après. ")
        reviewer.page.goto(f"/fiches/relecture/{sheet}/")
        two.type("Et encore. ")
        reviewer.page.get_by_role("button", name="Publier cette version").click()
        two.type("Toujours là. ")
        expect(reviewer.page.get_by_role("main")).to_contain_text("pas de relecture")
        one.reads("Phrase d’après. Et encore. Toujours là. Phrase proposée. ")
        agree(one, two)
        public = reviewer.page.goto(f"/fiches/{DLA}/")
        assert public is not None
        assert "Phrase proposée." in public.text()
        assert "Phrase d’après." not in public.text()


def test_a_version_is_taken_up_again_while_two_type(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (one, two):
        sheet = desk.sheets[DLA]
        one.open(sheet)
        two.open(sheet)
        one.begin()
        one.type("À garder. ")
        one.is_saved()
        tab = one.page.context.new_page()
        tab.goto(f"/fiches/versions/{sheet}/")
        tab.get_by_label("Garder cette version").fill("Avant les essais")
        tab.get_by_role("button", name="Garder sous ce nom").click()
        expect(tab.get_by_role("main")).to_contain_text("Avant les essais")
        kept = one.text()
        two.begin()
        two.type("De trop. ")
        one.reads("De trop. ")
        line = tab.locator("ol.versions > li").filter(has_text="Avant les essais")
        line.get_by_role("link").first.click()
        tab.locator("summary", has_text="Reprendre cette version").click()
        one.begin("summary")
        tab.get_by_role("button", name="Reprendre cette version").click(no_wait_after=True)
        for _ in range(6):
            one.type("a")
            two.type("b")
        until(lambda: "De trop. " not in one.text(), "the version never came")
        agree(one, two)
        two.begin()
        two.type("On continue. ")
        one.reads("On continue. ")
        agree(one, two)
        assert kept[:10] in one.text()


def test_a_text_replaced_from_outside_is_never_merged(desk: Desk) -> None:
    with desk.writers("contributeur", "accompagnateur") as (one, two):
        sheet = desk.sheets[GOVERNANCE]
        one.open(sheet)
        one.page.context.set_offline(True)
        expect(one.said).to_have_text(OFFLINE)
        one.begin()
        one.type("Écrit pendant ce temps. ")
        # Somebody saves the page in the administration, and the text begins anew from there.
        desk.manage("shell", "--no-imports", "-v", "0", "-c", REPLACE % sheet)
        two.open(sheet)
        two.reads("Remplacé dans l’administration", "summary")
        one.page.context.set_offline(False)
        one.reads("Remplacé dans l’administration", "summary")
        panel = one.page.get_by_role("region", name="Votre texte, à recopier")
        expect(panel.get_by_role("textbox")).to_have_value(re.compile("Écrit pendant ce temps"))
        assert "Écrit pendant ce temps" not in one.text() + two.text()
        panel.get_by_role("button", name="fermer").click()
        one.begin()
        one.type("Repris. ")
        two.reads("Repris. ")
        agree(one, two)
