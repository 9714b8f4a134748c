"""What an orientation leaves behind: once a person, codes only, counted once."""

import datetime
import secrets
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from connect.offers.models import Offer
from connect.orientation import inquiries, recording
from connect.orientation.answering import answer
from connect.orientation.answers import Answers
from connect.orientation.enums import Asked, Criterion
from connect.orientation.models import NearMiss, Orientation, UnmetNeed
from tests.offers.factories import OfferFactory
from tests.orientation.factories import InquiryFactory, OrientationFactory
from tests.orientation.table import reading

FORM = Orientation.Source.QUESTIONNAIRE


def _record(answers: Answers, nonce: str = "a" * 32) -> Orientation:
    return recording.record(reading.judged(answers), nonce=nonce, source=FORM)


@pytest.mark.django_db
def test_codes_and_an_area_are_kept_never_the_commune() -> None:
    reading.lay_out()
    kept = _record(Answers(needs=("murir_idee",), phase="idee", family="personnes", place="Laval"))
    assert kept.answers == {"besoin": ["murir_idee"], "etape": ["idee"], "qui": ["personnes"]}
    assert kept.epci is not None and kept.epci.name == "Laval Agglomération"
    assert kept.department is not None and kept.department.name == "Mayenne"
    assert (kept.eligible, kept.to_check, kept.near) == (1, 0, 0)
    assert not UnmetNeed.objects.exists()
    alone = _record(Answers(place="Craon"), nonce="b" * 32)
    assert alone.epci is None and alone.department == kept.department
    shared = _record(Answers(place="53940"), nonce="c" * 32)
    assert shared.epci is None and shared.department is None


@pytest.mark.django_db
def test_refined_answers_stay_one_orientation_and_an_answered_need_is_no_longer_unmet() -> None:
    reading.lay_out()
    narrow = Answers(needs=("murir_idee",), phase="idee", place="Nantes")
    first = _record(narrow)
    need = UnmetNeed.objects.get()
    assert (need.needs, need.phase, need.near) == (["murir_idee"], "idee", 1)
    assert need.blocking == Criterion.TERRITORY
    assert need.department is not None and need.department.code == "44"
    again = _record(narrow.without(Asked.PLACE))
    assert (Orientation.objects.count(), again.pk) == (1, first.pk)
    assert not UnmetNeed.objects.exists()


@pytest.mark.django_db
def test_a_need_somebody_asked_about_stays() -> None:
    reading.lay_out()
    narrow = Answers(needs=("murir_idee",), place="Nantes")
    _record(narrow)
    InquiryFactory(unmet_need=UnmetNeed.objects.get())
    _record(Answers(needs=("murir_idee",)))
    assert UnmetNeed.objects.count() == 1


@pytest.mark.django_db
def test_offers_that_several_criteria_exclude_come_when_nothing_is_closer() -> None:
    reading.lay_out()
    answers = Answers(
        needs=("murir_idee",), phase="developpement", family="mutuelles", place="Nantes"
    )
    judgement = reading.judged(answers)
    assert not (judgement.eligible or judgement.to_check or judgement.near)
    assert [judgement.index.entries[pk].reference for pk in judgement.farther] == ["ACC-1"]
    (block,), _ = answer(judgement, None, "/orientation/resultats/")
    (line,) = block.groups[0].lines
    assert line.row.offer.reference == "ACC-1"
    told = {one.criterion for one in line.told}
    assert told >= {Criterion.PHASE, Criterion.STRUCTURE, Criterion.TERRITORY}
    assert _record(answers).unmet_need.blocking
    assert not reading.judged(Answers(needs=("murir_idee",))).farther


@pytest.mark.django_db
def test_a_question_notes_the_need_that_was_not_recorded() -> None:
    reading.lay_out()
    narrow = Answers(needs=("murir_idee",), place="Nantes")
    first = inquiries.ask(text="Qui peut m’aider ?", email="a@example.org", answers=narrow)
    assert first.unmet_need is not None and first.unmet_need.needs == ["murir_idee"]
    second = inquiries.ask(text="Et encore ?", email="a@example.org", answers=narrow)
    assert second.unmet_need == first.unmet_need
    for answers in (Answers(), Answers(needs=("murir_idee",))):
        asked = inquiries.ask(text=f"Autre {answers}", email="a@example.org", answers=answers)
        assert asked.unmet_need is None


@pytest.mark.django_db
def test_a_nonce_of_another_form_is_refused() -> None:
    reading.lay_out()
    for nonce in ("", "a" * 31, "a" * 33, "é" * 32, "../" + "a" * 29):
        with pytest.raises(ValueError):
            _record(Answers(), nonce)
    assert not Orientation.objects.exists()


@pytest.mark.django_db
def test_near_misses_are_counted_once_by_offer_criterion_and_month() -> None:
    first, second = OfferFactory.create_batch(2)
    gone = OfferFactory()
    january = datetime.datetime(2026, 1, 31, 23, 30, tzinfo=datetime.UTC)
    for when, missed in (
        (january, {"amount": [first.pk, second.pk]}),
        (january - datetime.timedelta(days=2), {"amount": [first.pk], "phase": [first.pk]}),
        (january, {"amount": [gone.pk]}),
        (january, {}),
    ):
        OrientationFactory(answered_at=when, missed=missed)
    gone.delete()
    assert recording.count_near_misses() == 4
    assert recording.count_near_misses() == 0
    counts = {
        (one.offer_id, one.criterion, one.month.isoformat()): one.count
        for one in NearMiss.objects.order_by("pk")
    }
    # 23:30 UTC on 31 January is February in Paris.
    assert counts == {
        (first.pk, "amount", "2026-02-01"): 1,
        (second.pk, "amount", "2026-02-01"): 1,
        (first.pk, "amount", "2026-01-01"): 1,
        (first.pk, "phase", "2026-01-01"): 1,
    }
    OrientationFactory(answered_at=january, missed={"amount": [first.pk]})
    recording.count_near_misses()
    assert NearMiss.objects.get(offer=first, month="2026-02-01").count == 2
    assert not Orientation.objects.exclude(missed={}).exists()


@pytest.mark.django_db
def test_an_orientation_names_the_offers_it_missed() -> None:
    reading.lay_out()
    kept = _record(Answers(needs=("financer_demarrage",), form="scop", amount=5000))
    by_reference = dict(Offer.objects.order_by("pk").values_list("pk", "reference"))
    named = {
        criterion: sorted(by_reference[pk] for pk in pks) for criterion, pks in kept.missed.items()
    }
    assert named["amount"] == ["FIN-1"]
    assert named["deadline"] == ["AAP-3"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_count_each_orientation_once_and_one_form_sent_twice_is_one_row() -> None:
    offer = OfferFactory()
    for _ in range(60):
        OrientationFactory(missed={"amount": [offer.pk]}, answered_at=timezone.now())
    judgement = reading.judged(Answers())
    nonce = secrets.token_hex(16)
    barrier = threading.Barrier(4)
    failures: list[BaseException] = []

    def work(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
        except BaseException as error:  # noqa: BLE001  # told to the test, which fails
            failures.append(error)
        finally:
            connection.close()

    def send() -> None:
        recording.record(judgement, nonce=nonce, source=FORM)

    threads = [
        threading.Thread(target=work, args=(act,))
        for act in (recording.count_near_misses, recording.count_near_misses, send, send)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert not failures
    recording.count_near_misses()
    assert NearMiss.objects.get(criterion="amount").count == 60
    assert Orientation.objects.filter(nonce=nonce).count() == 1
