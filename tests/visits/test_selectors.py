"""Reads of the visits, days and folded months together, and the fold."""

import datetime
from typing import Any

import pytest

from connect.common.clock import today
from connect.visits import selectors, services
from connect.visits.models import Subject, VisitCount, VisitMonth
from tests.visits.factories import VisitCountFactory, VisitMonthFactory

pytestmark = pytest.mark.django_db
JANUARY, MARCH = datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)


def _visits() -> None:
    for object_id, day, count in (
        (1, datetime.date(2026, 1, 1), 2),
        (1, datetime.date(2026, 1, 31), 3),
        (1, datetime.date(2026, 3, 31), 4),
        (1, datetime.date(2026, 4, 1), 50),
        (1, datetime.date(2025, 12, 31), 60),
        (2, datetime.date(2026, 2, 2), 7),
        (3, datetime.date(2026, 2, 2), 9),
    ):
        VisitCountFactory(object_id=object_id, day=day, count=count)
    VisitCountFactory(subject=Subject.STRUCTURE, object_id=1, day=JANUARY, count=100)
    VisitMonthFactory(object_id=1, month=datetime.date(2023, 5, 1), count=40)


def test_visits_by_month_of_a_set_in_one_statement(django_assert_num_queries: Any) -> None:
    _visits()
    with django_assert_num_queries(1):
        found = selectors.visits_by_month(Subject.OFFER, [1, 2, 4], JANUARY, MARCH)
    assert found == {
        1: {datetime.date(2026, 1, 1): 5, datetime.date(2026, 3, 1): 4},
        2: {datetime.date(2026, 2, 1): 7},
    }
    old = selectors.visits_by_month(Subject.OFFER, None, datetime.date(2023, 1, 1), JANUARY)
    assert old[1][datetime.date(2023, 5, 1)] == 40


def test_totals_in_one_statement(django_assert_num_queries: Any) -> None:
    _visits()
    with django_assert_num_queries(1):
        assert selectors.visits_between(Subject.OFFER, [1, 2], JANUARY, MARCH) == {1: 9, 2: 7}
    with django_assert_num_queries(1):
        assert selectors.total_visits(Subject.OFFER, [1]) == {1: 159}
    assert selectors.visits_on(JANUARY) == 102
    assert selectors.visits_on(datetime.date(2020, 1, 1)) == 0


def test_the_first_day_counted(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert selectors.counted_since() is None
    VisitCountFactory(day=JANUARY)
    assert selectors.counted_since() == JANUARY
    VisitMonthFactory(month=datetime.date(2023, 5, 1))
    with django_assert_num_queries(1):
        assert selectors.counted_since() == datetime.date(2023, 5, 1)


def test_days_of_old_months_are_folded_once_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "FOLDED_TOGETHER", 2)
    limit = (today() - datetime.timedelta(days=services.KEPT_DAYS)).replace(day=1)
    last_old = limit - datetime.timedelta(days=1)
    for back in (0, 1, 2, 40):
        VisitCountFactory(object_id=5, day=last_old - datetime.timedelta(days=back), count=10)
    VisitCountFactory(object_id=6, day=last_old, count=1)
    VisitMonthFactory(object_id=5, month=last_old.replace(day=1), count=100)
    kept = VisitCountFactory(object_id=5, day=limit, count=7)
    before = selectors.total_visits(Subject.OFFER, None)
    assert services.fold_old_days() == 5
    assert services.fold_old_days() == 0
    assert VisitCount.objects.get() == kept
    assert VisitMonth.objects.get(object_id=5, month=last_old.replace(day=1)).count == 130
    assert selectors.total_visits(Subject.OFFER, None) == before
