"""Management pages of the questionnaire: drafts, refusals, preview, publication, profiles, near misses."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.accounts.enums import StaffRole
from connect.orientation import publishing
from connect.orientation.enums import OnMiss, Setting
from connect.orientation.first import write_first
from connect.orientation.models import Profile, Questionnaire
from connect.orientation.previewing import compare
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import form_of, signed_in
from tests.orientation.factories import NearMissFactory
from tests.orientation.table import reading

pytestmark = pytest.mark.django_db


QUESTIONS = "questions-TOTAL_FORMS"


def _ready() -> str:
    reading.lay_out()
    write_first()
    return f"/gestion/questionnaire/edit/{Questionnaire.objects.get().pk}/"


def _phase_setting(form: dict[str, Any]) -> str:
    """Name of the field that says what the phase does."""
    return next(
        name.replace("-setting", "-on_miss")
        for name, value in form.items()
        if name.startswith("settings-") and name.endswith("-setting") and value == [Setting.PHASE]
    )


def test_a_draft_changes_nothing_until_it_is_published(client: Visitor) -> None:
    address = _ready()
    signed_in(StaffRole.EDITOR, client)
    form = form_of(client, address, QUESTIONS)
    form[_phase_setting(form)] = [OnMiss.TO_CHECK.value]
    form["title"] = ["Trouver une aide"]
    assert client.post(address, form).status_code == 302
    assert publishing.current().title == "Quelles offres pour mon projet\u00a0?"
    assert publishing.current().effect(Setting.PHASE) == OnMiss.EXCLUDED
    # An editor who sends the button of publication all the same publishes nothing.
    form = form_of(client, address, QUESTIONS)
    client.post(address, {**form, "action-publish": "1"})
    assert publishing.current().effect(Setting.PHASE) == OnMiss.EXCLUDED
    client.post("/gestion/logout/")
    signed_in(StaffRole.MODERATOR, client)
    form = form_of(client, address, QUESTIONS)
    assert form["title"] == ["Trouver une aide"]
    client.post(address, {**form, "action-publish": "1"})
    assert publishing.current().title == "Trouver une aide"
    assert publishing.current().effect(Setting.PHASE) == OnMiss.TO_CHECK


def test_an_impossible_rule_is_refused_with_a_sentence_and_what_was_typed(client: Visitor) -> None:
    address = _ready()
    signed_in(StaffRole.MODERATOR, client)
    form = form_of(client, address, QUESTIONS)
    form["rules-0-when"] = ["qui:associations", "forme:scop"]
    form["rules-0-text"] = ["Une phrase que je ne veux pas perdre."]
    answer = client.post(address, {**form, "action-publish": "1"})
    page = answer.content.decode()
    assert "personne ne peut les donner" in page and "Une phrase que je ne veux pas perdre." in page
    assert publishing.current().rules[0].when == {"salaries:aucun"}
    form["rules-0-when"] = ["salaries:aucun"]
    form["settings-1-setting"] = form["settings-0-setting"]
    assert "est réglé deux fois" in client.post(address, form).content.decode()
    form["rules-0-when"] = ["qui:martiens"]
    page = client.post(address, form).content.decode()
    assert "martiens" in page and publishing.current().rules[0].when == {"salaries:aucun"}


def test_the_preview_says_what_moves_for_each_profile() -> None:
    _ready()
    Profile.objects.all().delete()
    Profile.objects.create(
        name="Idée à Nantes", answers={"besoin": ["murir_idee"], "lieu": ["Nantes"], "vieux": ["x"]}
    )
    Profile.objects.create(name="Ailleurs", answers={"besoin": ["embaucher"]})
    questionnaire = Questionnaire.objects.get()
    still = compare(questionnaire)
    assert (still.moving, still.faults, still.questions_changed) == (0, [], False)
    settings = list(questionnaire.settings.all())
    for one in settings:
        if one.setting == Setting.TERRITORY:
            one.on_miss = OnMiss.TO_CHECK
    questionnaire.settings = settings
    moved = compare(questionnaire)
    assert moved.moving == 1
    first = moved.tried[0]
    assert (first.before, first.after) == ((0, 0, 1), (0, 1, 0))
    (move,) = first.moves
    assert (move.reference, move.before, move.after) == (
        "ACC-1",
        "Proche mais exclu",
        "À vérifier",
    )
    assert move.why.startswith("Proposée ailleurs")
    questionnaire.rules = []
    questionnaire.questions = list(questionnaire.questions.all())[:2]
    told = compare(questionnaire)
    assert told.questions_changed and "entre 3 et 9" in told.faults[0]


def test_the_preview_page_shows_it(client: Visitor) -> None:
    address = _ready()
    signed_in(StaffRole.EDITOR, client)
    preview = address.replace("/edit/", "/preview/")
    form = form_of(client, address, QUESTIONS)
    form[_phase_setting(form)] = [OnMiss.TO_CHECK.value]
    assert client.post(preview, form).json()["is_valid"] is True
    page = client.get(f"{preview}?in_preview_panel=true")
    assert page.status_code == 200 and "Ce que ce changement déplace" in page.content.decode()
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]


def test_there_is_one_questionnaire_and_nobody_adds_or_deletes_one(client: Visitor) -> None:
    address = _ready()
    signed_in(StaffRole.ADMINISTRATOR, client)
    for refused in ("/gestion/questionnaire/add/", address.replace("/edit/", "/delete/")):
        assert client.get(refused).status_code in {302, 403, 404}, refused
    with pytest.raises(Exception, match="Il n’y a qu’un questionnaire"):
        Questionnaire(title="Un autre").full_clean()


def test_those_who_do_not_write_offers_see_nothing_of_it(client: Visitor) -> None:
    address = _ready()
    NearMissFactory(offer=OfferFactory(title="Une offre presque éligible"))
    pages = (address, "/gestion/profils-d-essai/", "/gestion/presque-eligibles/")
    for page in pages:
        assert client.get(page)["Location"].startswith("/gestion/login/")
    signed_in(StaffRole.PUBLISHER, client)
    for page in pages:
        answer = client.get(page, follow=True)
        assert "Une offre presque éligible" not in answer.content.decode()
        assert "De quoi avez-vous besoin" not in answer.content.decode()


def test_a_profile_is_written_in_words_and_nonsense_is_said(client: Visitor) -> None:
    _ready()
    signed_in(StaffRole.EDITOR, client)
    address = "/gestion/profils-d-essai/new/"
    form = form_of(client, address)
    form.update(
        name="Un essai", besoin=["embaucher", "se_former"], qui="associations", lieu="Nantes",
        montant="10 000 €", note="",
    )  # fmt: skip
    assert client.post(address, form).status_code == 302
    assert Profile.objects.get(name="Un essai").answers == {
        "besoin": ["embaucher", "se_former"],
        "qui": ["associations"],
        "lieu": ["Nantes"],
        "montant": ["10 000 €"],
    }
    for changes, words in (
        ({"lieu": "Xyzzy"}, "Ce lieu n’est pas connu"),
        ({"montant": "beaucoup"}, "Écrivez un montant"),
        ({"qui": "associations", "forme": "scop"}, "ne va pas avec"),
    ):
        page = client.post(address, {**form, "name": "Autre", **changes}).content.decode()
        assert words in page, changes
    assert not Profile.objects.filter(name="Autre").exists()


def test_near_misses_are_listed_by_criterion_in_a_constant_number_of_statements(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    signed_in(StaffRole.EDITOR, client)
    first = OfferFactory(title="Prêt presque éligible")
    NearMissFactory(offer=first, criterion="amount", count=7)
    NearMissFactory(offer=first, criterion="phase", count=2)
    address = "/gestion/presque-eligibles/"
    client.get(address)
    counts = []
    for count in (0, 2):
        for one in range(count):
            NearMissFactory(offer=OfferFactory(title=f"=Autre {one}"), criterion="phase")
        with django_assert_num_queries(12) as seen:
            page = client.get(address).content.decode()
        counts.append(len(seen))
    assert page.index("Prêt presque éligible") < page.index("=Autre 0")
    exported = client.get(f"{address}?export=csv")
    text = b"".join(exported.streaming_content).decode()
    assert "'=Autre 0" in text and ",9," in text.splitlines()[1]
    # More than a year ago is not shown any more.
    old = NearMissFactory(month="2020-01-01", offer=OfferFactory(title="Trop ancienne"))
    assert old.offer.title not in client.get(address).content.decode()
