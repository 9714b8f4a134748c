"""What the templates of the page show: filters, rows with their forms, the week's log."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from connect.common.clock import today
from connect.common.french import number, plural
from connect.upkeep import counting
from connect.upkeep.forms import AnswerForm
from connect.upkeep.registry import DutySource, Verb
from connect.upkeep.selectors import (
    PER_PAGE,
    Place,
    Row,
    done_by_person,
    done_this_week,
    oldest,
    read_place,
)

OPENED = ("https://", "http://", "mailto:", "tel:")
LOGGED = 50


@dataclass(frozen=True)
class Chip:
    """One kind as a filter."""

    label: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True)
class Answer:
    """A verb with its form."""

    verb: Verb
    form: AnswerForm


@dataclass(frozen=True)
class ShownRow:
    """A row as the page draws it.

    Attributes:
        row: the duty.
        refused: the form just sent, when it did not do.
        following: anchor of the next row, where the eye goes on once this one is settled.
    """

    row: Row
    refused: AnswerForm | None = None
    following: str = ""

    @property
    def id(self) -> str:
        """Anchor of the row."""
        return self.row.id

    @cached_property
    def main(self) -> Answer:
        """The one thing to do."""
        return self._answer(self.row.duty.verb)

    @cached_property
    def others(self) -> list[Answer]:
        """The less usual answers."""
        return [self._answer(verb) for verb in self.row.duty.others]

    @property
    def opened(self) -> bool:
        """Whether the less usual answers are unfolded: one of them was just refused."""
        return self.refused is not None and self.refused.verb.code != self.row.duty.verb.code

    @property
    def links(self) -> list[tuple[str, str]]:
        """The addresses that a browser may open."""
        return [pair for pair in self.row.duty.links if pair[1].lower().startswith(OPENED)]

    @property
    def waiting(self) -> str:
        """For how long it has been waiting, in words."""
        return how_long(self.row.duty.since, today())

    def _answer(self, verb: Verb) -> Answer:
        if self.refused is not None and self.refused.verb.code == verb.code:
            return Answer(verb, self.refused)
        return Answer(verb, AnswerForm(self.row.id, verb))


def how_long(since: datetime.date, day: datetime.date) -> str:
    """A length of time in words: « 12 jours », « 8 mois », « 2 ans »; empty for today."""
    days = (day - since).days
    if days < 1:
        return ""
    if days < 60:
        return plural(days, "jour", "jours")
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return f"{months}\u00a0mois" if months < 24 else plural(months // 12, "an", "ans")


def menu_label(total: int | None) -> str:
    """The line of the menu, with the number that waits when there is one."""
    return f"À faire ({number(total)})" if total else "À faire"


def minutes_in_words(minutes: int) -> str:
    """A length of work: to the minute under an hour, to the half hour above."""
    if minutes < 60:
        return plural(minutes, "minute", "minutes")
    halves = round(minutes / 30)
    return f"{halves // 2}\u00a0h\u00a030" if halves % 2 else f"{halves // 2}\u00a0h"


class MondayPage:
    """The page for a person, as its address asks for it."""

    def __init__(self, sources: Sequence[DutySource], query: Mapping[str, str]) -> None:
        """Read the address.

        Args:
            sources: those that the person may settle.
            query: parameters `sorte` (kind) and `apres` (place); what makes no sense is left aside.
        """
        self.all_sources = sources
        asked = query.get("sorte", "")
        self.source = next((one for one in sources if one.kind == asked), None)
        self.sources = [self.source] if self.source else list(sources)
        self.place = read_place(query.get("apres", ""))

    def url(self, place: Place | None = None) -> str:
        """Address of the page with its filter, from a place on."""
        query = {"sorte": self.source.kind if self.source else "", "apres": str(place or "")}
        kept = urlencode({name: value for name, value in query.items() if value})
        return reverse("monday") + (f"?{kept}" if kept else "")

    @property
    def here(self) -> str:
        """Address of what is shown: where the forms are sent."""
        return self.url(self.place)

    @property
    def start_url(self) -> str:
        """Address of the oldest ones, with the filter."""
        return self.url()

    @property
    def all_url(self) -> str:
        """Address of every kind."""
        return reverse("monday")

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many wait, by kind."""
        return counting.count_afresh(self.all_sources)

    @property
    def total(self) -> int:
        """How many wait, among the kinds shown."""
        return sum(self.counts[source.kind] for source in self.sources)

    @property
    def effort(self) -> str:
        """How long all this takes, at a minute each: « 35 minutes », « 2 h 30 »."""
        return minutes_in_words(self.total)

    @property
    def everything(self) -> int:
        """How many wait, all kinds together."""
        return sum(self.counts.values())

    @property
    def chips(self) -> list[Chip]:
        """The kinds that have something, and the one chosen; first of all, everything."""
        base = reverse("monday")
        chips = [Chip("Tout", self.everything, base, self.source is None)]
        for source in self.all_sources:
            count, chosen = self.counts[source.kind], source is self.source
            if count or chosen:
                chips.append(Chip(source.label, count, f"{base}?sorte={source.kind}", chosen))
        return chips

    @cached_property
    def _rows(self) -> tuple[list[Row], Place | None]:
        return oldest(self.sources, self.place, PER_PAGE)

    @property
    def rows(self) -> list[ShownRow]:
        """The duties of this page."""
        rows = self._rows[0]
        anchors = [*(row.id for row in rows[1:]), ""]
        return [ShownRow(row, following=anchor) for row, anchor in zip(rows, anchors, strict=False)]

    @property
    def more_url(self) -> str:
        """Address of the next ones, empty when there are none."""
        following = self._rows[1]
        return self.url(following) if following else ""

    @cached_property
    def week(self) -> dict[str, Any]:
        """What was done this week, among the kinds that the person may settle."""
        kinds = [source.kind for source in self.all_sources]
        people = done_by_person(kinds)
        return {
            "deeds": list(done_this_week(kinds)[:LOGGED]),
            "people": people,
            "total": sum(total for _, total in people),
        }
