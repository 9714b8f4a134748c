"""Reads of the visits."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth

from connect.visits.models import Subject, VisitCount, VisitMonth

Months = dict[datetime.date, int]
"""Visits by month, each said by its first day."""


@dataclass(frozen=True)
class Span:
    """Days between two, both included."""

    since: datetime.date
    until: datetime.date


def _days(subject: str, span: Span | None, ids: Collection[int] | None) -> QuerySet[VisitCount]:
    found = VisitCount.objects.filter(subject=subject).order_by()
    if span is not None:
        found = found.filter(day__gte=span.since, day__lte=span.until)
    return found if ids is None else found.filter(object_id__in=ids)


def _folded(subject: str, span: Span | None, ids: Collection[int] | None) -> QuerySet[VisitMonth]:
    """Months whose days were folded; one that begins before the span is left out, for its days are not known."""
    found = VisitMonth.objects.filter(subject=subject).order_by()
    if span is not None:
        found = found.filter(month__gte=span.since, month__lte=span.until)
    return found if ids is None else found.filter(object_id__in=ids)


def visits_between(
    subject: Subject,
    ids: Collection[int] | None,
    since: datetime.date,
    until: datetime.date,
) -> dict[int, int]:
    """Visits of things between two days, both included, in one statement; things without visits are left out.

    Args:
        subject: offers or structures.
        ids: their keys; `None` for all.
        since: first day.
        until: last day.
    """
    span = Span(since, until)
    days = _days(subject, span, ids).values("object_id").annotate(total=Sum("count"))
    months = _folded(subject, span, ids).values("object_id").annotate(total=Sum("count"))
    totals: dict[int, int] = {}
    for row in days.union(months, all=True):
        totals[row["object_id"]] = totals.get(row["object_id"], 0) + row["total"]
    return totals


def total_visits(subject: Subject, ids: Collection[int] | None) -> dict[int, int]:
    """Visits of things since they are counted, in one statement."""
    return visits_between(subject, ids, datetime.date.min, datetime.date.max)


def visits_by_month(
    subject: Subject, ids: Collection[int] | None, since: datetime.date, until: datetime.date
) -> dict[int, Months]:
    """Visits of things by month between two days, in one statement; months without visits are left out.

    Whether such a month counted nothing, or was before the counting, `counted_since` tells.

    Args:
        subject: offers or structures.
        ids: their keys; `None` for all.
        since: first day.
        until: last day.
    """
    span = Span(since, until)
    days = _days(subject, span, ids).annotate(month=TruncMonth("day"))
    months = _folded(subject, span, ids)
    rows = (
        days.values("object_id", "month")
        .annotate(total=Sum("count"))
        .union(months.values("object_id", "month").annotate(total=Sum("count")), all=True)
    )
    found: dict[int, Months] = {}
    for row in rows:
        by_month = found.setdefault(row["object_id"], {})
        by_month[row["month"]] = by_month.get(row["month"], 0) + row["total"]
    return found


def visits_on(day: datetime.date) -> int:
    """Visits of every page on one day."""
    total = VisitCount.objects.filter(day=day).aggregate(total=Sum("count"))["total"]
    return total or 0


def counted_since() -> datetime.date | None:
    """The first day on which anything was counted, in one statement; `None` before any visit.

    Of a month already folded, its first day: the exact one is not kept.
    """
    first = VisitCount.objects.order_by().values(kind=F("subject")).annotate(first=Min("day"))
    folded = VisitMonth.objects.order_by().values(kind=F("subject")).annotate(first=Min("month"))
    return min((row["first"] for row in first.union(folded, all=True)), default=None)


def totals_by_month(subject: Subject, since: datetime.date, until: datetime.date) -> Months:
    """Visits of all things by month between two days, in one statement; months without visits are left out.

    Args:
        subject: offers or structures.
        since: first day.
        until: last day.
    """
    span = Span(since, until)
    days = _days(subject, span, None).annotate(month=TruncMonth("day"))
    months = _folded(subject, span, None)
    rows = (
        days.values("month")
        .annotate(total=Sum("count"))
        .union(months.values("month").annotate(total=Sum("count")), all=True)
    )
    found: Months = {}
    for row in rows:
        found[row["month"]] = found.get(row["month"], 0) + row["total"]
    return found
