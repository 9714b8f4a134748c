"""Counts what people search, without the person: what is asked for and not found is a need."""

import datetime
import re
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest

from connect.common.clock import today
from connect.common.robots import is_robot
from connect.common.visitor_forms import sent_too_often
from connect.search.french import fold, raw_words
from connect.search.models import SearchTally

LONGEST = 80
KEPT_DAYS = 400
# Beyond this many searches in ten minutes, one visitor is counted no more.
MOST_COUNTED = 60
COUNTED_WITHIN = 600
# Words typed once may be a name or a slip; typed again, they are a need.
FEWEST = 2
# What looks like an address or a telephone number is about a person, not about a need.
_PERSONAL = re.compile(r"@|\d[\d .-]{7,}")


def tally(request: HttpRequest, text: str, place: SearchTally.Place, results: int) -> None:
    """Count one search of these words today; one statement, and none for robots.

    Args:
        request: who asks, read for the name of the program only.
        text: what was typed.
        place: where.
        results: how many things were found.
    """
    words = " ".join(fold(word) for word in raw_words(text))[:LONGEST].strip()
    if not words or is_robot(request) or _PERSONAL.search(text):
        return
    if sent_too_often(request, "search", most=MOST_COUNTED, seconds=COUNTED_WITHIN):
        return
    table = connection.ops.quote_name(SearchTally._meta.db_table)
    # One statement that two processes may run at once: Django has none that adds to what it finds.
    statement = (
        f"INSERT INTO {table} (day, place, words, count, results) VALUES (%s, %s, %s, 1, %s)"  # noqa: S608  # the name of our own table
        f" ON CONFLICT (day, place, words) DO UPDATE SET count = {table}.count + 1,"
        " results = excluded.results"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [today(), place.value, words, results])


def fruitless(since: datetime.date) -> QuerySet[SearchTally, Any]:
    """Words that found nothing the last time they were counted, since a day, the most searched first."""
    return (
        SearchTally.objects.filter(day__gte=since, results=0)
        .values("words")
        .annotate(total=Sum("count"), last=Max("day"))
        .filter(total__gte=FEWEST)
        .order_by("-total", "words")
    )


def forget_old() -> int:
    """Delete the counts of more than `KEPT_DAYS` days ago.

    Returns:
        How many were deleted.
    """
    limit = today() - datetime.timedelta(days=KEPT_DAYS)
    return SearchTally.objects.filter(day__lt=limit).delete()[0]
