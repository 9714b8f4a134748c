"""Reads of the visits."""

import datetime
from collections.abc import Collection

from django.db.models import Sum

from connect.visits.models import VisitCount


def visits_between(
    subject: VisitCount.Subject,
    ids: Collection[int],
    since: datetime.date,
    until: datetime.date,
) -> dict[int, int]:
    """Visits of things between two days, both included, in one statement; things without visits are left out.

    Args:
        subject: offers or structures.
        ids: their keys.
        since: first day.
        until: last day.
    """
    counted = VisitCount.objects.filter(
        subject=subject, object_id__in=ids, day__gte=since, day__lte=until
    )
    totals = counted.order_by().values("object_id").annotate(total=Sum("count"))
    return {row["object_id"]: row["total"] for row in totals}
