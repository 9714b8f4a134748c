"""A fix applied leaves a valid offer without the fault, its reference and its history."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from connect.offers.enums import Kind, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import fixing
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.inspecting import inspect_catalogue
from connect.taxonomy.enums import Level
from connect.upkeep.registry import AlreadyDone
from tests.accounts.factories import UserFactory
from tests.offers.quality.making import (
    codes_in,
    department,
    funding_in_disguise,
    open_codes,
    sound_offer,
)
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    FundedObjectFactory,
    FundingTypeFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _a_fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connect.offers.quality.detectors.this_day", lambda: TODAY)


def finding_of(offer: Offer, code: str = "") -> int:
    """The open finding of an offer, after an inspection."""
    inspect_catalogue()
    rows = Finding.objects.filter(offer=offer, state=FindingState.OPEN)
    return (rows.filter(fault=code) if code else rows).get().pk


def changes_of(offer: Offer) -> dict[str, tuple[str, str]]:
    """Fields of the last line of history, before and after."""
    entry = ModelLogEntry.objects.for_instance(offer).order_by("-pk").first()
    assert entry is not None
    return {one["field"]: (one["before"], one["after"]) for one in entry.data["changes"]}


def test_funding_filed_as_accompaniment() -> None:
    offer, person = funding_in_disguise(), UserFactory(editor=True)
    fixing.mend(finding_of(offer), by=person)
    mended = Offer.objects.get(pk=offer.pk)
    assert (mended.kind, mended.funding_type and mended.funding_type.code) == (Kind.FUNDING, "pret")
    assert (mended.cost, mended.is_individual, mended.reference) == ("", None, offer.reference)
    assert not mended.accompaniment_types.exists()
    changes = changes_of(offer)
    assert changes["cost"] == ("Gratuit", "")
    assert changes["accompaniment_types"] == ("Conseil en gestion", "")
    entry = ModelLogEntry.objects.for_instance(offer).order_by("-pk").first()
    assert entry is not None
    assert entry.user == person
    finding = Finding.objects.get(offer=offer)
    assert (finding.state, finding.decided_by) == (FindingState.SETTLED, person)


def test_accompaniment_filed_as_funding() -> None:
    AccompanimentTypeFactory(code="montage_projet")
    offer = sound_offer(
        title="Accompagnement à la création", objects_funded=[FundedObjectFactory(label="Projet")]
    )
    fixing.mend(finding_of(offer), by=UserFactory(editor=True))
    mended = Offer.objects.get(pk=offer.pk)
    assert (mended.kind, mended.funding_type) == (Kind.ACCOMPANIMENT, None)
    assert [one.code for one in mended.accompaniment_types.all()] == ["montage_projet"]
    assert changes_of(offer)["objects_funded"] == ("Projet", "")


def _call(**values: Any) -> Offer:
    dates = {"opens_on": datetime.date(2026, 6, 1), "closes_on": datetime.date(2026, 9, 1)}
    return sound_offer(**{"kind": Kind.CALL, "title": "Prix 2026", **dates, **values})


def test_every_fix_as_it_stands_mends_its_fault_and_leaves_a_valid_offer() -> None:
    FundingTypeFactory(code="pret")
    spoilt = [
        funding_in_disguise(),
        funding_in_disguise(title="Coup de pouce", amount_max=5000),
        sound_offer(title="Formation des dirigeants bénévoles"),
        sound_offer(title="Une", summary="Une aide de 10000 à 40000 euros pour les projets."),
        sound_offer(
            title="Deux",
            amount_min=900,
            summary="Jusqu’à 500 € pour les projets de quartier du pays.",
        ),
        sound_offer(title="Trois", amount_min=0, amount_max=0),
        sound_offer(title="Quatre", reach="intercommunal"),
        _call(title="Prix 2024"),
        _call(title="Prix 2031", closes_on=datetime.date(2026, 8, 1)),
    ]
    person = UserFactory(editor=True)
    inspect_catalogue()
    for offer in spoilt:
        finding = Finding.objects.get(offer=offer, state=FindingState.OPEN)
        fixing.mend(finding.pk, by=person)
        mended = Offer.objects.get(pk=offer.pk)
        mended.full_clean()
        assert finding.fault not in codes_in(mended), offer.title
        assert mended.reference == offer.reference
    inspect_catalogue()
    left = Finding.objects.filter(state=FindingState.OPEN, kind=FindingKind.FAULT)
    assert not left.exists()


@pytest.mark.parametrize(
    ("values", "answers", "field", "stored"),
    [
        ({"summary": ""}, {"summary": "Une phrase simple qui dit à quoi sert cette aide."}, "summary", None),
        ({"link": ""}, {"email": "contact@example.org"}, "email", None),
        ({"amount_max": 3}, {"amount_max": "3 000 €"}, "amount_max", 3000),
        ({"all_sectors": False}, {"sectors": "*"}, "all_sectors", True),
        ({"phases": []}, {"phases": "*"}, "phases", None),
        ({"structure_types": []}, {"structure_types": "scop"}, "structure_types", None),
        ({"territories": []}, {"territories": "departement:44"}, "territories", None),
    ],
)  # fmt: skip
def test_what_a_person_types(
    values: dict[str, Any], answers: dict[str, str], field: str, stored: object
) -> None:
    department("44")
    offer = sound_offer(**values)
    # The words to choose from exist, whether or not the offer has them.
    sound_offer(title="Une autre")
    fixing.mend(finding_of(offer), by=UserFactory(editor=True), answers=answers)
    mended = Offer.objects.get(pk=offer.pk)
    assert codes_in(mended) == set()
    held = getattr(mended, field)
    assert held.exists() if hasattr(held, "exists") else held == (stored or answers[field])


@pytest.mark.parametrize(
    ("values", "answers"),
    [
        ({"summary": ""}, {"summary": "Trop court."}),
        ({"summary": ""}, {"summary": ""}),
        ({"link": ""}, {}),
        ({"link": ""}, {"email": "pas une adresse"}),
        ({"amount_max": 3}, {"amount_max": "beaucoup"}),
        ({"amount_max": 3}, {"amount_max": "12345678901234567890"}),
        ({"amount_max": 3}, {"amount_max": "4"}),
        ({"phases": []}, {"phases": "inconnue"}),
        ({"territories": []}, {"territories": "departement:99"}),
        ({"territories": []}, {"territories": "'; --"}),
    ],
)
def test_answers_that_do_not_do_change_nothing(
    values: dict[str, Any], answers: dict[str, str]
) -> None:
    offer = sound_offer(**values)
    pk = finding_of(offer)
    before = Offer.objects.filter(pk=offer.pk).values().get()
    with pytest.raises(ValidationError):
        fixing.mend(pk, by=UserFactory(editor=True), answers=answers)
    assert Offer.objects.filter(pk=offer.pk).values().get() == before
    assert Finding.objects.get(pk=pk).state == FindingState.OPEN


def test_a_person_may_write_otherwise_than_the_text_and_is_not_asked_again() -> None:
    offer = sound_offer(summary="Une aide de 10000 à 40000 euros pour les projets.")
    pk = finding_of(offer)
    answers = {"amount_min": "10000", "amount_max": "30 000", "rate_max": ""}
    fixing.mend(pk, by=UserFactory(editor=True), answers=answers)
    assert Offer.objects.get(pk=offer.pk).amount_max == 30000
    inspect_catalogue()
    assert not open_codes(offer)
    Offer.objects.filter(pk=offer.pk).update(amount_max=20000)
    inspect_catalogue()
    assert open_codes(offer) == {"montants_contredits"}


def test_a_finding_that_no_longer_stands_is_already_done() -> None:
    person = UserFactory(editor=True)
    offer = funding_in_disguise()
    pk = finding_of(offer)
    # Edited since: the fault is gone, or its values are no longer those that were judged.
    for title in ("Atelier de l’idée au projet", "Prêt solidaire"):
        Offer.objects.filter(pk=offer.pk).update(title=title)
        for act in (fixing.mend, fixing.dismiss):
            with pytest.raises(AlreadyDone):
                act(pk, by=person)
    assert Offer.objects.get(pk=offer.pk).kind == Kind.ACCOMPANIMENT
    for missing in (0, 10**9):
        with pytest.raises(AlreadyDone):
            fixing.mend(missing, by=person)


def test_settled_once() -> None:
    offer, person = funding_in_disguise(), UserFactory(editor=True)
    pk = finding_of(offer)
    fixing.mend(pk, by=person)
    with pytest.raises(AlreadyDone):
        fixing.mend(pk, by=person)
    with pytest.raises(AlreadyDone):
        fixing.dismiss(pk, by=person)


def test_dismissed_is_remembered_with_who_said_so() -> None:
    offer, person = funding_in_disguise(), UserFactory(editor=True)
    pk = finding_of(offer)
    fixing.dismiss(pk, by=person)
    inspect_catalogue()
    finding = Finding.objects.get(pk=pk)
    assert (finding.state, finding.decided_by) == (FindingState.DISMISSED, person)
    assert Offer.objects.get(pk=offer.pk).kind == Kind.ACCOMPANIMENT


def test_only_those_who_write_offers_mend_them() -> None:
    offer = funding_in_disguise()
    pk = finding_of(offer)
    for person in (
        UserFactory(),
        UserFactory(publisher=True),
        UserFactory(editor=True, is_active=False),
    ):
        for act in (fixing.mend, fixing.dismiss):
            with pytest.raises(PermissionDenied):
                act(pk, by=person)
    assert Finding.objects.get(pk=pk).state == FindingState.OPEN


def test_hiding_an_offer_of_a_private_structure_belongs_to_validation() -> None:
    offer = sound_offer()
    type(offer.structure).objects.filter(pk=offer.structure_id).update(is_public=False)
    pk = finding_of(offer)
    answers = {"hidden_motive": "demande_structure"}
    with pytest.raises(PermissionDenied):
        fixing.mend(pk, by=UserFactory(editor=True), answers=answers)
    fixing.mend(pk, by=UserFactory(moderator=True), answers=answers)
    assert Offer.objects.get(pk=offer.pk).status == Status.HIDDEN


def two_entries() -> tuple[Offer, Offer, int]:
    first = sound_offer(title="Soutien aux initiatives citoyennes", reference="FIN-1")
    second = sound_offer(
        title=first.title, reference="FIN-2", structure=first.structure, conditions="Être à Nantes."
    )
    inspect_catalogue()
    return first, second, Finding.objects.get(other=second).pk


def test_one_of_two_entries_is_hidden() -> None:
    for the_other in (False, True):
        first, second, pk = two_entries()
        kept, hidden = fixing.keep_one(pk, by=UserFactory(moderator=True), the_other=the_other)
        assert (kept, hidden) == ((first, second) if the_other else (second, first))
        hidden.refresh_from_db()
        assert (hidden.status, hidden.hidden_motive) == (Status.HIDDEN, "doublon")
        assert kept.reference in hidden.hidden_note
        assert changes_of(hidden)["status"] == ("Visible", "Masquée")
        Finding.objects.all().delete()
        Offer.objects.all().delete()


def test_two_entries_need_the_right_to_hide_and_something_left_to_show() -> None:
    first, second, pk = two_entries()
    with pytest.raises(PermissionDenied):
        fixing.keep_one(pk, by=UserFactory(editor=True))
    Offer.objects.filter(pk=second.pk).update(status=Status.DRAFT)
    with pytest.raises(ValidationError):
        fixing.keep_one(pk, by=UserFactory(moderator=True), the_other=True)
    Offer.objects.filter(pk=second.pk).update(title="Prêt d’honneur")
    with pytest.raises(AlreadyDone):
        fixing.keep_one(pk, by=UserFactory(moderator=True))
    assert Offer.objects.get(pk=first.pk).status == Status.VISIBLE


def test_territories_come_from_the_tree() -> None:
    TerritoryFactory(level=Level.REGION, code="52", name="Pays de la Loire")
    offer = sound_offer(reach="regional", territories=[])
    pk = finding_of(offer)
    fixing.mend(pk, by=UserFactory(editor=True), answers={"territories": "region:52"})
    assert [one.code for one in offer.territories.all()] == ["52"]
