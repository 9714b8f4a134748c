"""The visits of the demonstration: the same at each load, written once, of visible sheets only."""

import pytest

from connect.common.clock import today
from connect.demo.visits import load_near_misses, load_visits
from connect.offers.enums import Status
from connect.orientation.models import NearMiss, Orientation
from connect.visits.models import VisitCount
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def test_visits_are_written_once_and_never_today() -> None:
    shown = [OfferFactory(status=Status.VISIBLE).pk for _ in range(6)]
    draft = OfferFactory(status=Status.DRAFT).pk
    load_visits()
    load_near_misses()
    counts = VisitCount.objects.count(), NearMiss.objects.count(), Orientation.objects.count()
    assert counts[0] and counts[2]
    load_visits()
    load_near_misses()
    assert counts == (
        VisitCount.objects.count(),
        NearMiss.objects.count(),
        Orientation.objects.count(),
    )
    assert not VisitCount.objects.filter(day__gte=today()).exists()
    read = VisitCount.objects.filter(subject=VisitCount.Subject.OFFER)
    assert set(read.values_list("object_id", flat=True)) <= set(shown)
    assert draft not in set(NearMiss.objects.values_list("offer", flat=True))
