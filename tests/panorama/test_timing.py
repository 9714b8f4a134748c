"""Freshness and closings."""

import datetime

import pytest

from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.panorama.timing import closings, freshness
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def test_ages_are_sorted_and_a_year_to_the_day_is_fresh() -> None:
    for days in (0, 182, 183, 365, 366, 730, 731):
        OfferFactory(verified_on=today() - datetime.timedelta(days=days))
    OfferFactory()
    index = current()
    found = freshness(index, index.all, today())
    assert [step.count for step in found.steps] == [2, 2, 2, 1, 1]
    assert (found.fresh, found.whole) == (4, 8)
    assert found.reading.startswith("Vérifiées depuis moins d’un an\u00a0: une offre sur deux")


def test_calls_are_counted_in_the_month_they_close_and_late_ones_together() -> None:
    day = datetime.date(2026, 11, 23)
    for closes in ((2026, 11, 30), (2027, 1, 5), (2027, 1, 31), (2027, 10, 1), (2028, 3, 1)):
        OfferFactory(call=True, opens_on=None, closes_on=datetime.date(*closes))
    index = current()
    found = closings(index, index.all, day)
    assert [month.count for month in found.months] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]
    assert found.months[0].label == "novembre 2026" and found.months[-1].label == "Plus tard"
    assert sum(month.count for month in found.months) == found.total == 5
    assert "30\u00a0novembre\u00a02026" in found.reading and "janvier 2027" in found.reading
    assert closings(index, index.by_kind["none"], day).months == ()
