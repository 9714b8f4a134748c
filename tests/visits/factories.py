"""Factory of visits."""

import factory
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.visits.models import VisitCount


class VisitCountFactory(DjangoModelFactory[VisitCount]):
    """Visits of an offer, today."""

    class Meta:
        model = VisitCount

    day = factory.LazyFunction(today)
    subject = VisitCount.Subject.OFFER
    object_id = factory.Sequence(lambda n: n + 1)
    count = 3
