"""Factories of visits."""

import factory
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.visits.models import Subject, VisitCount, VisitMonth


class VisitCountFactory(DjangoModelFactory[VisitCount]):
    """Visits of an offer, today."""

    class Meta:
        model = VisitCount

    day = factory.LazyFunction(today)
    subject = Subject.OFFER
    object_id = factory.Sequence(lambda n: n + 1)
    count = 3


class VisitMonthFactory(DjangoModelFactory[VisitMonth]):
    """Visits of an offer in a month whose days are not kept any more."""

    class Meta:
        model = VisitMonth

    month = factory.LazyFunction(lambda: today().replace(year=today().year - 3, day=1))
    subject = Subject.OFFER
    object_id = factory.Sequence(lambda n: n + 1)
    count = 30
