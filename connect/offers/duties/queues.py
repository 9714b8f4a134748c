"""Rows of a table that wait, by the day since which they do: read by pages, found and locked one by one."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from connect.upkeep.registry import AlreadyDone, Duty

# A primary key is shorter than this; what is longer would not fit in the database's integers.
LONGEST_KEY = 16


class DaysLater(models.Func):
    """A date column some days later."""

    output_field = models.DateField()

    def __init__(self, expression: Any, days: int) -> None:
        """Keep the number of days.

        Args:
            expression: a date.
            days: how many days later.
        """
        super().__init__(expression, models.Value(int(days)))

    # PostgreSQL adds a number of days to a date.
    template = "(%(expressions)s)"
    arg_joiner = " + "

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> Any:
        """Compile for SQLite, whose dates are text."""
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s || ' days')", arg_joiner=", "
        )


def recorded() -> Coalesce:
    """The day an offer was recorded; that of its row when nobody said."""
    return Coalesce("recorded_on", TruncDate("created_at"), output_field=models.DateField())


@dataclass(frozen=True)
class Queue:
    """Rows that wait.

    Attributes:
        waiting: those rows, with the day `since` which each waits, and what the duty shows.
        duty: a row as a duty; its key is the primary key.
    """

    waiting: Callable[[], QuerySet[Any]]
    duty: Callable[[Any], Duty]

    def count(self) -> int:
        """How many wait."""
        return self.waiting().count()

    def oldest(self, limit: int) -> list[Duty]:
        """The oldest ones."""
        return [self.duty(row) for row in self.waiting().order_by("since", "pk")[:limit]]

    def after(self, since: datetime.date, key: str, limit: int) -> list[Duty]:
        """Those that follow a place; an empty key means from the first of that day on."""
        pk = number_of(key) or 0
        later = self.waiting().filter(Q(since__gt=since) | Q(since=since, pk__gt=pk))
        return [self.duty(row) for row in later.order_by("since", "pk")[:limit]]

    def find(self, key: str) -> Duty | None:
        """The duty of a key, if it still waits."""
        row = self.waiting().filter(pk=number_of(key)).order_by("pk").first()
        return None if row is None else self.duty(row)

    def locked(self, key: str) -> Any:
        """The row of a key, held until the end of the transaction.

        Raises:
            AlreadyDone: when it no longer waits.
        """
        rows = self.waiting().filter(pk=number_of(key)).select_for_update(of=("self",))
        row = rows.order_by("pk").first()
        if row is None:
            raise AlreadyDone
        return row


def number_of(key: str) -> int | None:
    """The primary key that a key of a duty is, `None` for what is none."""
    return int(key) if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY else None
