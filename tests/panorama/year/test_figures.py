"""The figures of a structure's year: what was counted, what was not, and what belongs to others."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from connect.common import history
from connect.common.clock import today
from connect.offers.enums import HiddenMotive, ReportOutcome, Status
from connect.offers.opendata.columns import csv_text
from connect.orientation.enums import Criterion
from connect.orientation.models import NearMiss, Orientation, PlanStep
from connect.panorama.year.figures import YearFigures, read_year
from connect.panorama.year.lines import COLUMNS, lines_of
from connect.panorama.year.period import Period, period_of
from connect.structures.models import Structure
from connect.visits.models import Subject
from tests.memberships.factories import MembershipFactory
from tests.offers.factories import ErrorReportFactory, OfferFactory
from tests.orientation.factories import OrientationFactory, PlanFactory
from tests.structures.factories import StructureFactory
from tests.visits.factories import VisitCountFactory, VisitMonthFactory

pytestmark = pytest.mark.django_db
YEAR = 2025
WHOLE = Period(YEAR, datetime.date(YEAR, 12, 31))


def _visits(pk: int, day: datetime.date, count: int, subject: Subject = Subject.OFFER) -> None:
    VisitCountFactory(subject=subject, object_id=pk, day=day, count=count)


def _moment(month: int, day: int = 10, year: int = YEAR) -> datetime.datetime:
    return datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)


def _read(structure: Structure) -> YearFigures:
    return read_year(structure, WHOLE)


def test_nothing_counted_is_unknown_and_never_zero() -> None:
    offer = OfferFactory(status=Status.VISIBLE)
    found = _read(offer.structure)
    assert found.counted_since is None
    assert found.offers_total is None and found.sheet_total is None
    assert found.offer_visits == [None] * 12
    assert found.orientations.conducted is None and found.orientations.missed is None
    assert found.corrections is None
    assert [one.total for one in found.offers] == [None]
    text = "".join(csv_text(COLUMNS, lines_of(found)))
    assert ";0\r\n" not in text
    assert "non connu" in text


def test_visits_by_month_of_offers_and_of_the_sheet_beside_the_year_before() -> None:
    structure = StructureFactory(imported_visits=5)
    most = OfferFactory(status=Status.VISIBLE, structure=structure, imported_visits=7)
    least = OfferFactory(status=Status.VISIBLE, structure=structure)
    hidden = OfferFactory(
        status=Status.HIDDEN, hidden_motive=HiddenMotive.choices[0][0], structure=structure
    )
    draft = OfferFactory(status=Status.DRAFT, structure=structure)
    other = OfferFactory(status=Status.VISIBLE)
    _visits(most.pk, datetime.date(YEAR, 3, 31), 10)
    _visits(hidden.pk, datetime.date(YEAR, 4, 1), 2)
    _visits(other.pk, datetime.date(YEAR, 3, 1), 1000)
    _visits(most.pk, datetime.date(YEAR + 1, 1, 1), 1000)
    _visits(structure.pk, datetime.date(YEAR, 12, 31), 4, Subject.STRUCTURE)
    VisitMonthFactory(object_id=most.pk, month=datetime.date(YEAR - 1, 5, 1), count=6)
    VisitMonthFactory(object_id=other.pk, month=datetime.date(YEAR - 1, 1, 1), count=1000)
    found = _read(structure)
    assert [one.offer for one in found.offers] == [most, hidden, least]
    assert draft not in [one.offer for one in found.offers]
    assert found.offer_visits == [0, 0, 10, 2, *[0] * 8]
    assert (found.offers_total, found.offers_before) == (12, 6)
    assert (found.sheet_total, found.sheet_before, found.sheet_visits[11]) == (4, 0, 4)
    assert [(one.total, one.before) for one in found.offers] == [(10, 6), (2, 0), (0, 0)]
    assert found.history == 12


def test_months_before_the_counting_are_unknown_and_so_is_the_year_before() -> None:
    offer = OfferFactory(status=Status.VISIBLE)
    _visits(offer.pk, datetime.date(YEAR, 6, 20), 3)
    found = _read(offer.structure)
    assert found.offer_visits == [*[None] * 5, 3, *[0] * 6]
    assert found.offers_total == 3
    assert found.offers_before is None
    assert found.offers[0].before is None


def test_plans_and_near_misses_of_its_offers_only() -> None:
    structure = StructureFactory()
    mine = OfferFactory(status=Status.VISIBLE, structure=structure)
    other = OfferFactory(status=Status.VISIBLE)
    OrientationFactory(answered_at=_moment(2))
    OrientationFactory(answered_at=_moment(2, year=YEAR + 1))
    for offer, criterion, month, count in (
        (mine, Criterion.TERRITORY, 2, 3),
        (mine, Criterion.TERRITORY, 11, 4),
        (mine, Criterion.AMOUNT, 2, 1),
        (mine, Criterion.NEEDS, 2, 50),
        (other, Criterion.PHASE, 2, 60),
    ):
        NearMiss.objects.create(
            offer=offer, criterion=criterion, month=datetime.date(YEAR, month, 1), count=count
        )
    NearMiss.objects.create(
        offer=mine, criterion=Criterion.AMOUNT, month=datetime.date(YEAR - 1, 12, 1), count=70
    )
    for number, (offer, moment) in enumerate(
        ((mine, _moment(5)), (other, _moment(5)), (mine, _moment(5, year=YEAR - 1)))
    ):
        plan = PlanFactory(created_at=moment)
        PlanStep.objects.create(plan=plan, position=number + 90, offer=offer)
    found = _read(structure)
    assert found.orientations.missed == {Criterion.TERRITORY: 7, Criterion.AMOUNT: 1}
    assert found.orientations.conducted == 1
    assert found.orientations.plans == 1
    assert found.offers[0].plans == 1
    assert found.offers[0].near_misses == {Criterion.TERRITORY: 7, Criterion.AMOUNT: 1}
    # The product had no orientations in an earlier year: they are unknown, not none.
    earlier = read_year(structure, Period(YEAR - 2, datetime.date(YEAR - 2, 12, 31)))
    assert earlier.orientations.missed is None


def test_corrections_of_its_sheets_and_who_made_them() -> None:
    period = period_of(today().year, today())
    assert period is not None
    structure = StructureFactory()
    offer = OfferFactory(status=Status.VISIBLE, structure=structure)
    member = MembershipFactory(structure=structure).user
    change = history.Change("amount_max", "montant maximum (€)", "1", "2")
    link = history.Change("link", "page de l’offre", "", "https://example.org")
    history.record(offer, "wagtail.edit", [change, link], member)
    history.record(structure, "wagtail.edit", [change], None)
    history.record(offer, "wagtail.edit", [], member)
    history.record(OfferFactory(), "wagtail.edit", [change], member)
    now = timezone.now()
    ErrorReportFactory(offer=offer, outcome=ReportOutcome.CORRECTED, answered_at=now)
    ErrorReportFactory(offer=None, structure=structure)
    ErrorReportFactory(offer=OfferFactory())
    found = read_year(structure, period).corrections
    assert found is not None
    assert (found.edits, found.sheets, found.by_structure) == (2, 2, 1)
    assert found.fields[0] == ("montant maximum (€)", 2)
    assert (found.reported, found.corrected, found.dismissed, found.waiting) == (2, 1, 0, 1)


def test_freshness_counts_visible_offers_today() -> None:
    structure = StructureFactory()
    for days in (10, 400, None):
        verified = today() - datetime.timedelta(days=days) if days else None
        OfferFactory(status=Status.VISIBLE, structure=structure, verified_on=verified)
    OfferFactory(status=Status.DRAFT, structure=structure, verified_on=datetime.date(2016, 1, 1))
    found = _read(structure).freshness
    assert (found.shown, found.fresh, found.undated) == (3, 1, 1)
    assert found.oldest == today() - datetime.timedelta(days=400)


def test_as_many_statements_for_three_offers_as_for_one(django_assert_num_queries: Any) -> None:
    structure = StructureFactory()
    OrientationFactory(answered_at=_moment(2))
    for more in (1, 2):
        for _ in range(more):
            offer = OfferFactory(status=Status.VISIBLE, structure=structure)
            _visits(offer.pk, datetime.date(YEAR - 1, 1, 1), 1)
            NearMiss.objects.create(
                offer=offer, criterion=Criterion.AMOUNT, month=datetime.date(YEAR, 1, 1), count=1
            )
            history.record(offer, "wagtail.edit", [history.Change("a", "a", "", "b")], None)
        _read(structure)
        with django_assert_num_queries(11):
            found = _read(structure)
        assert found.offers


def test_more_offers_than_the_document_takes_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connect.panorama.year.figures.MOST_OFFERS", 2)
    structure = StructureFactory()
    for _ in range(3):
        OfferFactory(status=Status.VISIBLE, structure=structure)
    found = _read(structure)
    assert (len(found.offers), found.left_out) == (2, 1)


def test_periods() -> None:
    day = datetime.date(2026, 2, 28)
    assert period_of(2027, day) is None
    assert period_of(2015, day) is None
    assert period_of(2025, day) == WHOLE
    now = period_of(2026, day)
    assert now is not None and not now.is_whole
    assert now.before().until == datetime.date(2025, 2, 28)
    assert Period(2025, datetime.date(2025, 2, 28)).before().until == datetime.date(2024, 2, 29)
    assert Period(2024, datetime.date(2024, 2, 29)).before().until == datetime.date(2023, 2, 28)
    assert WHOLE.before() == Period(2024, datetime.date(2024, 12, 31))
    assert Orientation.objects.count() == 0
