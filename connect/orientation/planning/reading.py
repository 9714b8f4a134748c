"""A plan as it is read today: its offers in order, why, and what changed since its day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from connect.common import french
from connect.common.clock import today
from connect.common.sanitising import plain_text
from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.models import Offer
from connect.offers.selectors import Reader, visible_to
from connect.orientation.enums import Verdict
from connect.orientation.models import Plan, PlanStep
from connect.orientation.planning.changes import Change, changes_since
from connect.orientation.wording import answers_in_words


@dataclass(frozen=True)
class Why:
    """One reason of the day of the plan."""

    verdict: str
    text: str
    ask: str


@dataclass(frozen=True)
class ReadStep:
    """One offer of a plan, as it is today.

    Attributes:
        step: the row.
        title: of today, or of the day of the plan when the offer is shown no more.
        row: the offer as a line of results; `None` when it is shown no more.
        reasons: why it was chosen; none when it is shown no more, for they describe it.
        changes: what is no longer what it was.
    """

    step: PlanStep
    title: str
    row: OfferRow | None
    reasons: tuple[Why, ...]
    changes: tuple[Change, ...]

    @property
    def doubts(self) -> list[Why]:
        """What excludes it or must be checked, one by one."""
        return [one for one in self.reasons if one.verdict != Verdict.ELIGIBLE]

    @property
    def merits(self) -> str:
        """What answers, in one paragraph."""
        return " ".join(one.text for one in self.reasons if one.verdict == Verdict.ELIGIBLE)

    @property
    def structure(self) -> str:
        """Who proposes it today."""
        return self.row.structure if self.row else ""

    @property
    def phone(self) -> str:
        """Whom to call today."""
        return (self.row.offer.phone or self.row.offer.structure.phone) if self.row else ""

    @property
    def email(self) -> str:
        """Where to write today."""
        return (self.row.offer.email or self.row.offer.structure.email) if self.row else ""


@dataclass(frozen=True)
class ReadPlan:
    """Everything that the page of a plan shows."""

    plan: Plan
    day: datetime.date
    steps: tuple[ReadStep, ...]
    answers: list[tuple[str, str]]
    next_steps: tuple[str, ...]

    @property
    def changes(self) -> int:
        """How many things changed since the day of the plan."""
        return sum(len(one.changes) for one in self.steps)

    @property
    def summary(self) -> str:
        """What changed, in one line."""
        since = french.day_long(self.day)
        if not self.changes:
            return f"Rien n’a changé depuis le {since}"
        count = french.plural(self.changes, "changement", "changements")
        return f"Depuis le {since}{french.NBSP}: {count}"


def read(plan: Plan, reader: Reader) -> ReadPlan:
    """Read a plan found with its steps, in three statements whatever the number of its offers.

    Args:
        plan: the plan.
        reader: who reads; offers go through `visible_to`.
    """
    steps = list(plan.steps.all())
    then, day = timezone.localdate(plan.created_at), today()
    offers = _offers([one.offer_id for one in steps if one.offer_id], reader)
    index = current()
    rows = {row.offer.pk: row for row in rows_of(offers.values(), index)}
    return ReadPlan(
        plan=plan,
        day=then,
        steps=tuple(_read_step(one, rows, then, day) for one in steps),
        answers=answers_in_words(plan.answers, index.vocabulary),
        next_steps=lines_of(plan.next_steps),
    )


def _offers(pks: list[int], reader: Reader) -> dict[int, Offer]:
    found = visible_to(reader).filter(pk__in=pks).select_related("structure__entity").order_by("pk")
    return {one.pk: one for one in found}


def _read_step(
    step: PlanStep, rows: Mapping[int, OfferRow], then: datetime.date, day: datetime.date
) -> ReadStep:
    row = rows.get(step.offer_id) if step.offer_id else None
    changes = changes_since(step.facts, row.offer if row else None, then, day)
    if row is None:
        return ReadStep(step, str(step.facts.get("title", "")), None, (), changes)
    return ReadStep(step, row.offer.title, row, _reasons(step.reasons), changes)


def _reasons(kept: list[dict[str, Any]]) -> tuple[Why, ...]:
    return tuple(
        Why(one.get("verdict", Verdict.ELIGIBLE), one.get("text", ""), one.get("ask", ""))
        for one in kept
    )


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text, without the empty ones nor the dashes that people put before them."""
    found = (plain_text(line.lstrip("-–•* \t")) for line in text.splitlines())
    return tuple(line for line in found if line)
