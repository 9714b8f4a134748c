"""Makes what the demonstration remembers, for tests."""

import datetime

from factory.django import DjangoModelFactory

from connect.demo.models import DemoShift


class DemoShiftFactory(DjangoModelFactory):
    """Dates moved by ten years."""

    class Meta:
        model = DemoShift

    days = 3652
    years = 10
    since = datetime.date(2026, 7, 15)
