"""Verbs that write the history of the indicators, and the dates staff compare with."""

import datetime
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.db.models import Max

from connect.common import history
from connect.common.clock import today
from connect.panorama import indicators
from connect.panorama.enums import Nature
from connect.panorama.indicators import Indicator
from connect.panorama.models import Measure, Milestone

CATCH_UP = 60
"""How many past days a sweep makes up at most, when the jobs did not run."""


@transaction.atomic
def take(day: datetime.date) -> int:
    """Write every indicator of a day that can be known; done again, it changes nothing that is settled.

    What was measured once its day was over stays, for tables forget. States are read as the tables stand, so only for
    today or for the day that has just ended; for an older day only flows are counted, and states whose past the tables
    keep are rebuilt, unless they were measured at the time.

    Args:
        day: today or a past day.

    Returns:
        How many values the day holds afterwards.

    Raises:
        ValueError: for a day to come.
    """
    now = today()
    if day > now:
        raise ValueError("A day to come cannot be measured.")
    held = dict(Measure.objects.filter(day=day).order_by().values_list("key", "taken_on"))
    measured = []
    for indicator in indicators.every():
        settled = indicator.key in held and held[indicator.key] > day
        if not settled and (indicator.nature == Nature.FLOW or (now - day).days <= 1):
            measured += _measure(indicator, day, now, indicator.measure(day))
    Measure.objects.bulk_create(
        measured,
        update_conflicts=True,
        unique_fields=["key", "day"],
        update_fields=["value", "taken_on", "rebuilt"],
    )
    if (now - day).days > 1:
        rebuild(day)
    return Measure.objects.filter(day=day).count()


def rebuild(day: datetime.date) -> None:
    """Write the states of a past day that dates kept in the tables tell; what was measured at the time stays."""
    held = set(Measure.objects.filter(day=day).order_by().values_list("key", flat=True))
    rebuilt = []
    for indicator in indicators.every():
        if indicator.rebuild is not None and indicator.key not in held:
            rebuilt += _measure(indicator, day, today(), indicator.rebuild(day), rebuilt=True)
    Measure.objects.bulk_create(rebuilt, ignore_conflicts=True)


def _measure(
    indicator: Indicator,
    day: datetime.date,
    now: datetime.date,
    value: Decimal | int | None,
    *,
    rebuilt: bool = False,
) -> list[Measure]:
    if value is None:
        return []
    return [
        Measure(day=day, key=indicator.key, value=Decimal(value), taken_on=now, rebuilt=rebuilt)
    ]


def take_due() -> list[datetime.date]:
    """Measure today, settle yesterday and make up the days when nothing ran; returns the days written.

    A day is settled the night after, when its flows are whole; the value of today is provisional.
    """
    day = today()
    last = Measure.objects.filter(rebuilt=False).aggregate(last=Max("day"))["last"]
    start = day
    if last is not None:
        earliest = day - datetime.timedelta(days=CATCH_UP)
        start = min(max(last, earliest), day - datetime.timedelta(days=1))
    days = [start + datetime.timedelta(days=step) for step in range((day - start).days + 1)]
    for one in days:
        take(one)
    return days


@transaction.atomic
def save_milestone(
    milestone: Milestone, links: Mapping[str, Collection[models.Model]], by: Any
) -> None:
    """Save a date to compare with, and keep its history.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = Milestone.objects.filter(pk=milestone.pk).first() if milestone.pk else None
    milestone.full_clean()
    changes = history.changes_of(milestone, stored, {})
    milestone.save()
    if changes:
        action = "wagtail.create" if stored is None else "wagtail.edit"
        history.record(milestone, action, changes, by)
