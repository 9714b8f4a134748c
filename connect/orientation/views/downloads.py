"""The three lists as files: each offer with its list, why it stands there and what to ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import locate
from connect.offers.opendata import items, sending
from connect.offers.opendata.columns import OFFER_COLUMNS, Column, csv_text
from connect.offers.opendata.lines import Line, lines_for
from connect.orientation import publishing
from connect.orientation.answering import TITLES
from connect.orientation.answers import Answers, read
from connect.orientation.enums import Asked, Verdict
from connect.orientation.judging.judgement import Judgement, judge
from connect.orientation.judging.reasons import Reason, reasons_of

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Lists:
    """What the address of a file asks.

    Attributes:
        judgement: the catalogue, judged as the page judges it.
        answers: what was understood.
        notices: the sentences that the page shows too.
    """

    judgement: Judgement
    answers: Answers
    notices: list[str]

    @cached_property
    def pks(self) -> list[int]:
        """Every offer of the three lists, list after list, best first."""
        found = self.judgement.lists.values()
        return [pk for one in found for pk in sorted(one, key=self.judgement.order)]


@dataclass(frozen=True)
class Judged:
    """An offer, the list where it stands and the reasons."""

    line: Line
    verdict: Verdict
    reasons: list[Reason]


def _lists(request: HttpRequest) -> Lists:
    index = current()
    answers, notices = read(request.GET, index.vocabulary)
    locality, sentence = locate(answers.place)
    if sentence:
        notices.append(sentence)
    judgement = judge(answers, index, publishing.current(), locality, today())
    return Lists(judgement, answers, list(dict.fromkeys(notices)))


def _judged(lists: Lists, request: HttpRequest) -> Iterator[Judged]:
    judgement = lists.judgement
    root = request.build_absolute_uri("/").rstrip("/")
    for line in lines_for(lists.pks, judgement.index, judgement.day, request.user, root):
        verdict = judgement.verdict(line.offer.pk)
        if verdict is not None:
            yield Judged(line, verdict, list(reasons_of(judgement, line.offer.pk)))


_COLUMNS: tuple[Column[Judged], ...] = (
    Column("Liste (code)", lambda one: one.verdict.value),
    Column("Liste", lambda one: TITLES[one.verdict]),
    Column("Pourquoi", lambda one: [reason.text for reason in one.reasons]),
    Column("À demander", lambda one: [reason.ask for reason in one.reasons if reason.ask]),
)


def _of_the_offer(column: Column[Line]) -> Column[Judged]:
    return Column(column.header, lambda one: column.value(one.line))


@require_safe
def results_csv(request: HttpRequest) -> HttpResponseBase:
    """The three lists as a table for spreadsheets. Nothing is recorded."""
    lists = _lists(request)
    columns = [*_COLUMNS, *map(_of_the_offer, OFFER_COLUMNS)]

    def make() -> HttpResponseBase:
        text = csv_text(columns, _judged(lists, request))
        name = f"essor-vos-offres-{lists.judgement.day}.csv"
        return sending.file_answer(request, text, CSV, name)

    # Rules change without the catalogue's version: the file is made each time it is asked.
    return sending.answer(request, "", make, lists.notices)


@require_safe
def results_json(request: HttpRequest) -> HttpResponseBase:
    """The three lists for programs. Nothing is recorded."""
    lists = _lists(request)
    query = lists.answers.query()
    page = request.build_absolute_uri(reverse("orientation-results"))
    given = {asks.value: list(lists.answers.values(asks)) for asks in Asked}

    def make() -> HttpResponseBase:
        said = items.head(
            "Vos offres",
            lists.judgement.day,
            f"{page}?{query}" if query else page,
            {name: values for name, values in given.items() if values},
            len(lists.pks),
            lists.notices,
        )
        text = items.json_text(said, (_item(one) for one in _judged(lists, request)))
        name = f"essor-vos-offres-{lists.judgement.day}.json"
        return sending.file_answer(request, text, JSON, name)

    return sending.answer(request, "", make, lists.notices)


def _item(one: Judged) -> dict[str, Any]:
    return {
        "list": one.verdict.value,
        "reasons": [
            {
                "criterion": reason.criterion.value,
                "verdict": reason.verdict.value,
                "text": reason.text,
                "ask": reason.ask,
            }
            for reason in one.reasons
        ],
        **items.offer_item(one.line),
    }
