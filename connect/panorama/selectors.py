"""Reads of the history of the indicators."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Q

from connect.panorama import indicators
from connect.panorama.enums import Nature
from connect.panorama.indicators import Indicator
from connect.panorama.models import Measure

WINDOW = 30
"""Days over which a flow is summed, and during which a level measured before still stands for a day."""
YEAR = 365

Points = dict[datetime.date, Decimal]


@dataclass(frozen=True)
class Value:
    """A number for a day: a level, or what was counted in the thirty days that end then."""

    day: datetime.date
    amount: Decimal
    days: int


def latest_day() -> datetime.date | None:
    """The last day on which something was measured, and not rebuilt."""
    found: datetime.date | None = Measure.objects.filter(rebuilt=False).aggregate(last=Max("day"))[
        "last"
    ]
    return found


def histories(until: datetime.date, before: datetime.date | None = None) -> dict[str, Points]:
    """Values by indicator: a year and a month back from a day, and the month that ends on another; one statement.

    Args:
        until: the last day.
        before: the day of a milestone, when one is chosen.
    """
    margin = datetime.timedelta(days=WINDOW + 1)
    chosen = Q(day__lte=until, day__gte=until - datetime.timedelta(days=YEAR) - margin)
    if before is not None:
        chosen |= Q(day__lte=before, day__gte=before - margin)
    found: dict[str, Points] = defaultdict(dict)
    rows = Measure.objects.filter(chosen).order_by("day", "key")
    for key, day, value in rows.values_list("key", "day", "value"):
        found[key][day] = value
    return found


def value_on(indicator: Indicator, points: Points, day: datetime.date) -> Value | None:
    """What an indicator was worth on a day, or `None` when nobody knows.

    Args:
        indicator: the indicator; a flow is summed over the days known of its window.
        points: its history, in order.
        day: the day.
    """
    first = day - datetime.timedelta(days=WINDOW)
    known = [one for one in points if first < one <= day]
    if not known:
        return None
    if indicator.nature == Nature.FLOW:
        return Value(max(known), sum((points[one] for one in known), Decimal()), len(known))
    last = max(known)
    return Value(last, points[last], 1)


def open_series(keys: Sequence[str]) -> Iterator[tuple[datetime.date, str, Decimal, bool, bool]]:
    """Day, key, value, provisional, rebuilt, in order; a flow of a day that is not over is left out."""
    flows = [one.key for one in indicators.every() if one.nature == Nature.FLOW]
    rows = Measure.objects.filter(key__in=keys).order_by("day", "key")
    for row in rows.iterator(chunk_size=2000):
        if not (row.is_provisional and row.key in flows):
            yield row.day, row.key, row.value, row.is_provisional, row.rebuilt
