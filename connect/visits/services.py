"""Verbs of the visits: add counts, fold old days into months."""

import datetime
from collections.abc import Mapping

from django.db import connection, models, transaction

from connect.common.clock import today
from connect.visits.models import VisitCount, VisitMonth

# Rows of one statement, and of one transaction of the fold.
TOGETHER = 200
FOLDED_TOGETHER = 2000
# Days are kept this long, then only their month is.
KEPT_DAYS = 800

Key = tuple[str, int, datetime.date]
"""What is counted, its key, and the day (or the first day of the month)."""


def add_visits(counts: Mapping[Key, int]) -> None:
    """Add visits to the days, in one transaction; several processes may do so at once.

    Rows are always taken in the same order, so that two writers wait for each other and never for ever.

    Args:
        counts: how many for each subject, key and day.
    """
    with transaction.atomic():
        _add(VisitCount, "day", counts)


def _add(model: type[models.Model], period: str, counts: Mapping[Key, int]) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    rows = sorted(counts.items())
    for start in range(0, len(rows), TOGETHER):
        batch = rows[start : start + TOGETHER]
        values = ", ".join(["(%s, %s, %s, %s)"] * len(batch))
        # Django has no statement that adds to what it finds.
        statement = (
            f"INSERT INTO {table} (subject, object_id, {period}, count) VALUES {values}"  # noqa: S608  # names of our own tables
            f" ON CONFLICT (subject, object_id, {period})"
            f" DO UPDATE SET count = {table}.count + excluded.count"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [part for key, count in batch for part in (*key, count)])


def fold_old_days() -> int:
    """Replace the days of the months that ended more than `KEPT_DAYS` days ago by one count a month.

    Returns:
        How many rows of days were folded.
    """
    limit = (today() - datetime.timedelta(days=KEPT_DAYS)).replace(day=1)
    total = 0
    while folded := _fold(limit):
        total += folded
    return total


@transaction.atomic
def _fold(limit: datetime.date) -> int:
    # A row that another process holds is waited for, then found gone: it is folded once.
    old = VisitCount.objects.select_for_update().filter(day__lt=limit)
    rows = list(old.order_by("subject", "object_id", "day")[:FOLDED_TOGETHER])
    months: dict[Key, int] = {}
    for row in rows:
        key = (row.subject, row.object_id, row.day.replace(day=1))
        months[key] = months.get(key, 0) + row.count
    _add(VisitMonth, "month", months)
    VisitCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
