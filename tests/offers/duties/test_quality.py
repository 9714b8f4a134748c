"""Faults on the Monday page: what a row says, what its verbs do, who sees them."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from connect.accounts.enums import StaffRole
from connect.offers.duties.quality import QUALITY
from connect.offers.enums import Kind
from connect.offers.models import Finding, Offer
from connect.offers.quality.inspecting import inspect_catalogue
from connect.taxonomy.models import FundingType
from connect.upkeep.registry import AlreadyDone, Duty, sources_for
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.offers.management import signed_in
from tests.offers.quality.making import funding_in_disguise, sound_offer

pytestmark = pytest.mark.django_db


def duty_of(offer: Offer) -> Duty:
    inspect_catalogue()
    [duty] = QUALITY.duties(5)
    assert duty.title == offer.title
    return duty


def test_a_fix_is_one_gesture() -> None:
    offer, person = funding_in_disguise(), UserFactory(editor=True)
    duty = duty_of(offer)
    assert duty.verb.label == "Classer en financement : prêt"
    assert duty.verb.questions == ()
    assert duty.url == reverse("offres:edit", args=[offer.pk])
    assert [verb.code for verb in duty.others] == ["preciser", "laisser"]
    assert duty.others[0].questions[0].initial == "pret"
    assert QUALITY.find(duty.key) == duty
    assert QUALITY.act(person, duty.key, "corriger", {}) == "La fiche est corrigée."
    assert Offer.objects.get(pk=offer.pk).kind == Kind.FUNDING
    assert (QUALITY.count(), QUALITY.find(duty.key)) == (0, None)


def test_another_type_may_be_chosen() -> None:
    FundingType.objects.get_or_create(code="mecenat", defaults={"label": "Mécénat"})
    offer = funding_in_disguise()
    duty = duty_of(offer)
    QUALITY.act(UserFactory(editor=True), duty.key, "preciser", {"funding_type": "mecenat"})
    mended = Offer.objects.get(pk=offer.pk)
    assert mended.funding_type is not None
    assert mended.funding_type.code == "mecenat"


def test_amounts_of_the_text_are_filled_in_to_be_amended() -> None:
    offer = sound_offer(summary="Une aide de 10000 à 40000 euros pour les projets.")
    duty = duty_of(offer)
    assert duty.verb.label == "Reprendre les montants du texte"
    asked = {question.name: question.initial for question in duty.verb.questions}
    assert asked == {"amount_min": "10000", "amount_max": "40000", "rate_max": ""}
    assert not any(question.required for question in duty.verb.questions)


def test_a_value_to_type_is_asked_with_its_list() -> None:
    offer = sound_offer(territories=[])
    verb = duty_of(offer).verb
    assert verb.label == "Choisir le territoire"
    sound_offer(title="Une autre, qui apporte un département")
    [question] = duty_of(offer).verb.questions
    assert question.kind == "choice"
    assert ("departement:44", "Département 44 (44)") in question.choices


def test_a_refusal_says_what_is_wrong() -> None:
    offer = sound_offer(link="")
    duty = duty_of(offer)
    person = UserFactory(editor=True)
    with pytest.raises(ValidationError, match="au moins une page"):
        QUALITY.act(person, duty.key, "preciser", {"link": "", "email": "", "phone": ""})
    with pytest.raises(ValidationError) as refusal:
        QUALITY.act(person, duty.key, "preciser", {"link": "", "email": "x", "phone": ""})
    assert set(refusal.value.message_dict) == {"email"}


def test_an_old_fault_of_another_field_is_told_in_words() -> None:
    offer = funding_in_disguise()
    Offer.objects.filter(pk=offer.pk).update(email="pas une adresse")
    duty = duty_of(offer)
    with pytest.raises(ValidationError, match="La fiche est à corriger d’abord"):
        QUALITY.act(UserFactory(editor=True), duty.key, "corriger", {})


def test_just_so_is_remembered() -> None:
    offer = funding_in_disguise()
    duty = duty_of(offer)
    QUALITY.act(UserFactory(editor=True), duty.key, "laisser", {})
    inspect_catalogue()
    assert QUALITY.duties(5) == []


def test_an_edit_meanwhile_takes_the_row_away() -> None:
    offer = funding_in_disguise()
    duty = duty_of(offer)
    person = UserFactory(editor=True)
    # Another fault of the same kind is another question: the key that was shown does nothing.
    for title in ("Avance remboursable", "Atelier de l’idée au projet"):
        Offer.objects.filter(pk=offer.pk).update(title=title)
        assert QUALITY.find(duty.key) is None
        with pytest.raises(AlreadyDone):
            QUALITY.act(person, duty.key, "corriger", {})
    assert QUALITY.duties(5) == []


def test_nonsense_is_already_done() -> None:
    duty = duty_of(funding_in_disguise())
    number = duty.key.partition("-")[0]
    for key in ("", "-", "x", "²", "0", "9" * 40, number, f"{number}-", f"{number}-0"):
        assert QUALITY.find(key) is None
        with pytest.raises(AlreadyDone):
            QUALITY.act(UserFactory(editor=True), key, "corriger", {})
    with pytest.raises(AlreadyDone):
        QUALITY.act(UserFactory(editor=True), duty.key, "effacer", {})


def test_rows_are_read_by_pages_the_oldest_first() -> None:
    for number in range(5):
        funding_in_disguise(title=f"Prêt {number}", reference=f"ACC-{number}")
    inspect_catalogue()
    old = Finding.objects.get(offer__reference="ACC-3")
    Finding.objects.filter(pk=old.pk).update(first_seen=datetime.date(2026, 1, 1))
    assert QUALITY.after is not None
    seen: list[Duty] = list(QUALITY.duties(2))
    while more := QUALITY.after(seen[-1].since, seen[-1].key, 2):
        seen += more
    assert [duty.title for duty in seen] == ["Prêt 3", "Prêt 0", "Prêt 1", "Prêt 2", "Prêt 4"]
    assert len(QUALITY.after(seen[0].since, "", 9)) == 5


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_whatever_waits(
    count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        funding_in_disguise(title=f"Prêt {number}")
    inspect_catalogue()
    with django_assert_num_queries(5):  # type: ignore[operator]  # a fixture without its type
        assert len(QUALITY.duties(10)) == count
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture without its type
        assert QUALITY.count() == count


def test_who_sees_faults() -> None:
    for role, sees in [("editor", True), ("moderator", True), ("publisher", False)]:
        kinds = {source.kind for source in sources_for(UserFactory(**{role: True}))}
        assert ("qualite" in kinds) is sees, role
    assert not sources_for(UserFactory())


def test_the_page_shows_the_row_and_mends_it(client: Visitor) -> None:
    offer = funding_in_disguise()
    duty = duty_of(offer)
    signed_in(StaffRole.EDITOR, client)
    page = client.get(reverse("monday"))
    shown = page.content.decode()
    assert "Classer en financement : prêt" in shown.replace("\u00a0", " ")
    sent = {"sorte": "qualite", "cle": duty.key, "verbe": "corriger", "suivante": ""}
    answer = client.post(reverse("monday"), sent)
    assert answer.status_code in {200, 302}
    assert Offer.objects.get(pk=offer.pk).kind == Kind.FUNDING
