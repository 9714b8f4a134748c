"""Open findings as duties: read by pages, and only while what they say is still true."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from connect.offers.models import Finding
from connect.offers.quality.enums import FindingKind, FindingState
from connect.upkeep.registry import Duty

# A primary key is shorter than this; what is longer would not fit in the database's integers.
LONGEST_KEY = 16
SHOWN_OF_FINGERPRINT = 12


@dataclass(frozen=True)
class FindingQueue:
    """The open findings of a kind.

    Attributes:
        kind: faults or pairs.
        duties: findings as duties, in a constant number of statements; those that no longer stand are left out.
    """

    kind: FindingKind
    duties: Callable[[Sequence[Finding]], list[Duty]]

    def waiting(self) -> QuerySet[Finding]:
        """Findings that nobody decided yet, the oldest first."""
        rows = Finding.objects.filter(kind=self.kind, state=FindingState.OPEN)
        return rows.order_by("first_seen", "pk")

    def count(self) -> int:
        """How many wait."""
        return self.waiting().count()

    def oldest(self, limit: int) -> list[Duty]:
        """The oldest ones."""
        return self.duties(list(self.waiting()[:limit]))

    def after(self, since: datetime.date, key: str, limit: int) -> list[Duty]:
        """Those that follow a place; an empty key means from the first of that day on."""
        later = Q(first_seen__gt=since) | Q(first_seen=since, pk__gt=number_of(key))
        return self.duties(list(self.waiting().filter(later)[:limit]))

    def find(self, key: str) -> Duty | None:
        """The duty of a key, if it still stands as it was shown."""
        duties = self.duties(list(self.waiting().filter(pk=number_of(key))))
        return duties[0] if duties and duties[0].key == key else None


def key_of(finding: Finding, fingerprint: str) -> str:
    """The key of a duty: what is shown is what is done, so a finding that changed has another key."""
    return f"{finding.pk}-{fingerprint[:SHOWN_OF_FINGERPRINT]}"


def number_of(key: str) -> int:
    """The finding of a key; 0 for what is none."""
    digits = key.partition("-")[0]
    known = digits.isascii() and digits.isdigit() and len(digits) < LONGEST_KEY
    return int(digits) if known else 0
