"""Reads of the page: what awaits a person, all kinds merged, and what was done this week."""

import datetime
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import Count, QuerySet
from django.utils import timezone

from connect.common.clock import today
from connect.upkeep.models import Deed
from connect.upkeep.registry import Duty, DutySource

PER_PAGE = 20
# Deeper than this, nobody reads: a filter or the work itself brings the rest up.
MOST_SEEN = 2000
LAST_YEAR = 9000


@dataclass(frozen=True)
class Place:
    """Where a page ends: the last row shown, and how many were shown before."""

    since: datetime.date
    kind: str
    key: str
    seen: int

    def __str__(self) -> str:
        return f"{self.since.isoformat()}~{self.seen}~{self.kind}~{self.key}"


@dataclass(frozen=True)
class Row:
    """A duty with the source that settles it."""

    source: DutySource
    duty: Duty

    @property
    def id(self) -> str:
        """Anchor of the row: the same as long as the duty stands."""
        return row_id(self.source.kind, self.duty.key)


def row_id(kind: str, key: str) -> str:
    """Anchor of the row of a duty; a key may hold anything, an anchor may not."""
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"


def read_place(text: str) -> Place | None:
    """The place written in an address, or `None` when it makes no sense."""
    parts = text.split("~", 3)
    if len(parts) != 4 or len(text) > 200:
        return None
    since, seen, kind, key = parts
    try:
        day = datetime.date.fromisoformat(since)
    except ValueError:
        return None
    if not (seen.isascii() and seen.isdigit() and int(seen) <= MOST_SEEN) or day.year > LAST_YEAR:
        return None
    return Place(day, kind, key, int(seen))


def counts_of(sources: Collection[DutySource]) -> dict[str, int]:
    """How many duties of each kind wait; one statement a source at most."""
    return {source.kind: source.count() for source in sources}


def oldest(
    sources: Sequence[DutySource], place: Place | None, limit: int
) -> tuple[list[Row], Place | None]:
    """The rows that follow a place, oldest first.

    Args:
        sources: in the order of the page.
        place: where the page before ended, `None` for the first.
        limit: how many rows at most.

    Returns:
        The rows, and where they end when others follow.
    """
    streams = [_rows_after(sources, rank, place, limit + 1) for rank in range(len(sources))]
    merged = merge(*streams, key=lambda row: row.duty.since)
    rows = list(islice(merged, limit + 1))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    seen = min(MOST_SEEN, limit + (place.seen if place else 0))
    return rows[:limit], Place(last.duty.since, last.source.kind, last.duty.key, seen)


def _rows_after(
    sources: Sequence[DutySource], rank: int, place: Place | None, limit: int
) -> list[Row]:
    """The rows of one source that come after the place; `merge` puts the sources of one day in order."""
    source = sources[rank]
    if place is None:
        return [Row(source, duty) for duty in source.duties(limit)]
    ranks = {one.kind: number for number, one in enumerate(sources)}
    last = ranks.get(place.kind, -1)
    key = place.key if rank == last else ""
    # What comes before the last kind shown has shown everything of that day.
    day = place.since + datetime.timedelta(days=1) if rank < last else place.since
    if source.after is not None:
        return [Row(source, duty) for duty in source.after(day, key, limit)]
    duties = [one for one in source.duties(place.seen + limit) if one.since >= day]
    keys = [one.key for one in duties]
    # When the last row shown was settled meanwhile, its day is shown again: nothing is lost.
    start = keys.index(key) + 1 if key in keys else 0
    return [Row(source, duty) for duty in duties[start : start + limit]]


def monday() -> datetime.datetime:
    """The beginning of this week in Paris."""
    day = today()
    first = day - datetime.timedelta(days=day.weekday())
    return timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))


def done_this_week(kinds: Collection[str]) -> QuerySet[Deed]:
    """What was done since Monday, newest first, among the kinds that the person may settle."""
    return Deed.objects.filter(kind__in=kinds, at__gte=monday()).order_by("-at", "-pk")


def done_by_person(kinds: Collection[str]) -> list[tuple[str, int]]:
    """Who settled how many duties this week, the most first."""
    return list(
        done_this_week(kinds)
        .order_by()
        .values_list("by_name")
        .annotate(total=Count("pk"))
        .order_by("-total", "by_name")
    )


def last_deed(kind: str, key: str) -> Deed | None:
    """What was last done to this duty, if it was this week."""
    return Deed.objects.filter(kind=kind, key=key, at__gte=monday()).order_by("-at", "-pk").first()
