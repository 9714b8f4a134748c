"""The inspection keeps the table true: what is new, what is mended, what was dismissed."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from connect.offers import tasks
from connect.offers.enums import HiddenMotive, Status
from connect.offers.models import Finding, Offer
from connect.offers.quality import inspecting
from connect.offers.quality.enums import FindingKind, FindingState
from connect.offers.quality.inspecting import (
    Inspected,
    inspect_catalogue,
    inspect_edited,
    inspect_offers,
)
from tests.accounts.factories import UserFactory
from tests.offers.quality.factories import FindingFactory
from tests.offers.quality.making import funding_in_disguise, open_codes, sound_offer

pytestmark = pytest.mark.django_db


def test_a_sound_catalogue_has_no_finding() -> None:
    sound_offer()
    assert inspect_catalogue() == Inspected()
    assert not Finding.objects.exists()


def test_a_fault_is_opened_once_and_settled_when_it_is_gone() -> None:
    offer = sound_offer(summary="")
    assert inspect_catalogue() == Inspected(opened=1)
    assert inspect_catalogue() == Inspected()
    finding = Finding.objects.get()
    assert (finding.fault, finding.kind) == ("sans_resume", FindingKind.FAULT)
    assert finding.sentence.startswith("La fiche n’a pas de résumé")
    Offer.objects.filter(pk=offer.pk).update(summary="x" * 50)
    assert inspect_catalogue() == Inspected(settled=1)
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == (FindingState.SETTLED, None)


def test_a_fault_that_comes_back_is_asked_again() -> None:
    offer = sound_offer(summary="")
    inspect_catalogue()
    day = datetime.date(2026, 1, 5)
    Finding.objects.update(state=FindingState.SETTLED, first_seen=day, decided_by=UserFactory())
    assert inspect_offers([offer.pk]) == Inspected(opened=1)
    finding = Finding.objects.get()
    assert (finding.state, finding.decided_by) == (FindingState.OPEN, None)
    assert finding.first_seen > day


def test_what_was_dismissed_stays_so_until_its_values_change() -> None:
    offer = sound_offer(summary="Trop court.")
    inspect_catalogue()
    Finding.objects.update(state=FindingState.DISMISSED)
    assert inspect_catalogue() == Inspected()
    # Another field changes nothing; mended and spoilt again the same way neither.
    for summary in ("x" * 50, "Trop court."):
        Offer.objects.filter(pk=offer.pk).update(summary=summary, phone="02 61 91 00 00")
        assert inspect_catalogue() == Inspected()
    assert not open_codes(offer)
    Offer.objects.filter(pk=offer.pk).update(summary="Très court.")
    assert inspect_catalogue() == Inspected(opened=1)
    assert open_codes(offer) == {"resume_pauvre"}


def test_offers_no_longer_shown_are_no_longer_asked_about() -> None:
    for number, status in enumerate([Status.ARCHIVED, Status.HIDDEN, Status.DRAFT]):
        offer = sound_offer(summary="", title=f"Offre {number}")
        inspect_catalogue()
        assert open_codes(offer)
        motive = HiddenMotive.STOPPED if status == Status.HIDDEN else ""
        Offer.objects.filter(pk=offer.pk).update(status=status, hidden_motive=motive)
        assert inspect_catalogue().settled == 1


def test_double_entries_are_opened_and_settled() -> None:
    first = sound_offer(title="Soutien aux initiatives citoyennes")
    second = sound_offer(title="Soutien aux initiatives citoyennes", structure=first.structure)
    assert inspect_catalogue() == Inspected(opened=1)
    pair = Finding.objects.get()
    assert (pair.kind, pair.offer, pair.other) == (FindingKind.PAIR, first, second)
    assert pair.detail["confidence"] > 80
    assert inspect_catalogue() == Inspected()
    Offer.objects.filter(pk=second.pk).update(title="Prêt d’honneur")
    assert inspect_offers([second.pk]) == Inspected(settled=1)
    Offer.objects.filter(pk=second.pk).update(title=first.title)
    assert inspect_catalogue() == Inspected(opened=1)


def test_what_was_edited_lately_is_looked_at_again() -> None:
    old, recent = sound_offer(summary="", title="Une"), sound_offer(summary="", title="Deux")
    long_ago = timezone.now() - datetime.timedelta(days=2)
    Offer.objects.filter(pk=old.pk).update(updated_at=long_ago)
    assert inspect_edited(datetime.timedelta(minutes=15)) == Inspected(opened=1)
    assert open_codes(recent)
    tasks.inspect_edited_offers()
    assert not open_codes(old)
    tasks.inspect_catalogue()
    assert open_codes(old)


@pytest.mark.parametrize("count", [1, 6])
def test_a_batch_costs_the_same_whatever_it_holds(
    count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        funding_in_disguise(summary="", title=f"Prêt {number}", territories=[], reach="regional")
    with django_assert_num_queries(18):  # type: ignore[operator]  # a fixture without its type
        inspect_catalogue()
    with django_assert_num_queries(18):  # type: ignore[operator]  # a fixture without its type
        inspect_catalogue()


def test_batches_see_every_offer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "BATCH", 2)
    offers = [sound_offer(summary="", title=f"Offre {number}") for number in range(5)]
    assert inspect_catalogue().opened == 5
    Finding.objects.update(last_seen=datetime.date(2026, 1, 1))
    inspect_catalogue()
    assert Finding.objects.filter(last_seen__gt=datetime.date(2026, 1, 1)).count() == 5
    assert inspect_offers([offer.pk for offer in offers]) == Inspected()


def test_no_history_is_written() -> None:
    sound_offer(summary="")
    before = ModelLogEntry.objects.count()
    inspect_catalogue()
    assert ModelLogEntry.objects.count() == before


def test_a_finding_reads_as_its_fault() -> None:
    finding = FindingFactory()
    assert str(finding) == f"sans_resume : {finding.offer_id}"
