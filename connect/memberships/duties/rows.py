"""Rows of a table that wait: read by pages, found one by one."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from connect.common.french import quoted
from connect.memberships.enums import Role
from connect.structures.models import Structure
from connect.upkeep.registry import Duty, Question

# A primary key is shorter than this; what is longer would not fit in the database's integers.
LONGEST_KEY = 16
ROLES = Question(
    name="role",
    label="Son rôle",
    kind="choice",
    choices=(
        (Role.ADMINISTRATOR.value, "Administrateur : décide qui d’autre entre"),
        (Role.CONTRIBUTOR.value, "Contributeur : tient la fiche et les offres"),
    ),
    initial=Role.ADMINISTRATOR.value,
)


@dataclass(frozen=True)
class Waiting:
    """Rows that wait, by the day since which they do.

    Attributes:
        rows: those rows, with the day `since`, and what the duties show.
        duties: a list of rows as duties, in a constant number of statements; the key is the primary key.
    """

    rows: Callable[[], QuerySet[Any]]
    duties: Callable[[list[Any]], list[Duty]]

    def count(self) -> int:
        """How many wait."""
        return self.rows().count()

    def oldest(self, limit: int) -> list[Duty]:
        """The oldest ones."""
        return self.duties(list(self.rows().order_by("since", "pk")[:limit]))

    def after(self, since: datetime.date, key: str, limit: int) -> list[Duty]:
        """Those that follow a place; an empty key means from the first of that day on."""
        later = self.rows().filter(Q(since__gt=since) | Q(since=since, pk__gt=number_of(key)))
        return self.duties(list(later.order_by("since", "pk")[:limit]))

    def find(self, key: str) -> Duty | None:
        """The duty of a key, if it still waits."""
        found = list(self.rows().filter(pk=number_of(key)).order_by("pk")[:1])
        return self.duties(found)[0] if found else None


def number_of(key: str) -> int:
    """The primary key that a key of a duty is, 0 for what is none."""
    return int(key) if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY else 0


def present(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """The pairs that say something."""
    return tuple(pair for pair in pairs if pair[1])


def named(structure: Structure) -> str:
    """A structure with its reference, as the chamber looks for it: « La Coop » (STR-012)."""
    return f"{quoted(structure.name)} ({structure.reference})"
