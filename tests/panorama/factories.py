"""Makes readings of indicators and dates to compare with, for tests."""

import factory
from factory.django import DjangoModelFactory

from connect.common.clock import today
from connect.panorama.models import Measure, Milestone


class MeasureFactory(DjangoModelFactory):
    """A reading of the structures, provisional: taken on the day itself."""

    class Meta:
        model = Measure

    day = factory.LazyFunction(today)
    key = "structures"
    value = 10
    taken_on = factory.LazyAttribute(lambda measure: measure.day)


class MilestoneFactory(DjangoModelFactory):
    """A date to compare with."""

    class Meta:
        model = Milestone

    name = factory.Sequence(lambda n: f"Version {n}")
    day = factory.LazyFunction(today)
