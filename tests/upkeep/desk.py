"""A source of duties kept in a list, so that the port is tested without any application above it."""

import datetime
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb

DAY = datetime.date(2026, 3, 2)
DO = Verb(code="faire", label="Faire", past="faite")
LEAVE = Verb(
    code="laisser",
    label="Laisser",
    past="laissée",
    questions=(
        Question(name="why", label="Pourquoi", help="En quelques mots."),
        Question(name="when", label="Quand", kind="date", required=False),
        Question(name="page", label="Page", kind="url", required=False),
        Question(
            name="sort", label="Sorte", kind="choice", choices=(("a", "A"), ("b", "B")), initial="a"
        ),
    ),
)


@dataclass
class Desk:
    """One kind of duty.

    Attributes:
        kind: its code.
        waiting: key and day of each duty.
        staff_only: whether administrators alone may settle it.
        keyed: whether it can go on from a place without reading what comes before.
        order: place among the kinds.
        seconds: how long settling takes.
    """

    kind: str = "choses"
    waiting: dict[str, datetime.date] = field(default_factory=dict)
    staff_only: bool = False
    keyed: bool = True
    order: int = 100
    seconds: float = 0
    asked: list[int] = field(default_factory=list)
    done: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)

    def duty(self, key: str) -> Duty:
        """The duty of a key."""
        return Duty(
            key=key,
            title=f"Chose {key}",
            url=f"/gestion/chose/{len(key)}/",
            reason="Elle attend.",
            since=self.waiting[key],
            verb=DO,
            others=(LEAVE,),
            details=(("Détail", "<b>gras</b>"),),
            links=(("Écrire", "mailto:a@example.org"), ("Piège", "javascript:alert(1)")),
        )

    def sorted(self) -> list[Duty]:
        """Every duty, oldest first, then in the order they came in."""
        return [self.duty(key) for key in sorted(self.waiting, key=lambda one: self.waiting[one])]

    def oldest(self, limit: int) -> list[Duty]:
        """The first ones."""
        self.asked.append(limit)
        return self.sorted()[:limit]

    def after(self, since: datetime.date, key: str, limit: int) -> list[Duty]:
        """Those that follow a place."""
        same = [one for one in self.sorted() if one.since == since]
        keys = [one.key for one in same]
        rest = same[keys.index(key) + 1 :] if key in keys else same
        return [*rest, *(one for one in self.sorted() if one.since > since)][:limit]

    def find(self, key: str) -> Duty | None:
        """The duty, if it waits."""
        return self.duty(key) if key in self.waiting else None

    def act(self, user: Any, key: str, code: str, typed: Mapping[str, str]) -> str:
        """Settle."""
        if typed.get("why") == "non":
            raise ValidationError({"why": "Dites autrement.", "inconnu": "Et encore ceci."})
        if key not in self.waiting:
            raise AlreadyDone
        # Whoever does not wait for their turn gets here too.
        time.sleep(self.seconds)
        del self.waiting[key]
        self.done.append((key, code, typed))
        return f"La chose {key} est réglée."

    def source(self) -> DutySource:
        """What is registered."""
        return DutySource(
            kind=self.kind,
            label=f"Des {self.kind}",
            help=f"Ce qu’on attend pour les {self.kind}.",
            may=lambda user: (
                user.has_perm("offers.validate_offer") or not self.staff_only  # type: ignore[attr-defined]  # a person
            ),
            count=lambda: len(self.waiting),
            duties=self.oldest,
            find=self.find,
            act=self.act,
            order=self.order,
            after=self.after if self.keyed else None,
        )


def days(number: int, start: int = 0) -> Iterator[datetime.date]:
    """Days that follow one another."""
    return (DAY + datetime.timedelta(days=start + one) for one in range(number))
