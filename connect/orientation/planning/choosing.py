"""The three lists in a compact form, from which offers are ticked for a plan."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from pyroaring import BitMap

from connect.common import french
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.models import Offer
from connect.offers.selectors import Reader, visible_to
from connect.orientation.enums import Verdict
from connect.orientation.judging.judgement import Judgement
from connect.orientation.judging.reasons import Reason, reasons_of

PER_LIST = 15
# What answers is said briefly: what excludes and what must be checked is said whole.
MOST_POSITIVE = 2
TITLES = {
    Verdict.ELIGIBLE: ("Éligibles", "Rien dans les réponses ne les écarte."),
    Verdict.TO_CHECK: (
        "À vérifier",
        "Il manque une information\u00a0: la question à poser est dite.",
    ),
    Verdict.EXCLUDED: ("Proches mais exclues", "Un seul critère les écarte."),
}


@dataclass(frozen=True)
class Pick:
    """An offer that may be ticked, with the reasons that matter."""

    row: OfferRow
    against: tuple[Reason, ...]
    to_check: tuple[Reason, ...]
    for_it: tuple[Reason, ...]
    ticked: bool


@dataclass(frozen=True)
class PickList:
    """One of the three lists, or a part of it.

    Attributes:
        verdict: which list.
        title: its name.
        help: one sentence.
        total: how many offers it holds.
        picks: those shown.
        following: value of the button that shows what comes next; empty at the end.
        following_label: what that button says.
        former: value of the button that goes back; empty at the beginning.
    """

    verdict: str
    title: str
    help: str
    total: int
    picks: list[Pick]
    following: str
    following_label: str
    former: str


@dataclass(frozen=True)
class Choosing:
    """Everything that the results of the page show.

    Attributes:
        lists: the three lists; none before a first answer.
        kept: offers ticked that stand in none of the parts shown.
        ticked: how many offers are ticked and still shown to the public.
        lost: how many offers were ticked and are shown no more.
    """

    lists: list[PickList]
    kept: list[Pick]
    ticked: int
    lost: int


def choose(
    judgement: Judgement, reader: Reader, ticked: Sequence[str], asked: str, *, shown: bool
) -> Choosing:
    """The lists with their offers, in one statement.

    Args:
        judgement: the answers and what they found.
        reader: who reads; offers go through `visible_to`.
        ticked: references of the offers ticked so far.
        asked: the part asked of one list, such as `to_check:2`; what makes no sense shows the first parts.
        shown: whether to show the lists; what is ticked is shown anyway.
    """
    pages = _pages(judgement, asked)
    parts = {verdict: _part(judgement, found, pages.get(verdict, 1)) for verdict, found in
             judgement.lists.items()} if shown else {}  # fmt: skip
    wanted = [pk for pks in parts.values() for pk in pks]
    marked = set(ticked)
    rows = _rows(judgement, reader, wanted, marked)
    lists = [
        _list(judgement, verdict, pks, pages.get(verdict, 1), rows, marked)
        for verdict, pks in parts.items()
    ]
    listed = set(wanted)
    ranks = {reference: rank for rank, reference in enumerate(ticked)}
    still = [row for row in rows.values() if row.offer.reference in marked]
    still.sort(key=lambda row: ranks[row.offer.reference])
    kept = [_pick(judgement, row, marked) for row in still if row.offer.pk not in listed]
    return Choosing(lists, kept, len(still), len(marked) - len(still))


def _pages(judgement: Judgement, asked: str) -> dict[Verdict, int]:
    name, _, text = asked.partition(":")
    if name not in Verdict.values or not (text.isascii() and text.isdigit() and len(text) < 6):
        return {}
    verdict = Verdict(name)
    last = max(1, -(-len(judgement.lists[verdict]) // PER_LIST))
    return {verdict: min(max(1, int(text)), last)}


def _part(judgement: Judgement, found: BitMap, page: int) -> list[int]:
    last = page * PER_LIST
    return heapq.nsmallest(last, found, key=judgement.order)[last - PER_LIST :]


def _rows(
    judgement: Judgement, reader: Reader, pks: Sequence[int], ticked: Iterable[str]
) -> dict[int, OfferRow]:
    asked = Q(pk__in=pks) | Q(reference__in=list(ticked))
    offers = visible_to(reader).filter(asked).select_related("structure__entity").order_by("pk")
    return {row.offer.pk: row for row in rows_of(offers, judgement.index)}


def _list(
    judgement: Judgement,
    verdict: Verdict,
    pks: Sequence[int],
    page: int,
    rows: dict[int, OfferRow],
    ticked: set[str],
) -> PickList:
    title, sentence = TITLES[verdict]
    total = len(judgement.lists[verdict])
    left = total - page * PER_LIST
    count = french.number(min(left, PER_LIST))
    return PickList(
        verdict=verdict.value,
        title=title,
        help=sentence,
        total=total,
        # An offer hidden since the index was read is simply absent.
        picks=[_pick(judgement, rows[pk], ticked) for pk in pks if pk in rows],
        following=f"{verdict.value}:{page + 1}" if left > 0 else "",
        following_label="Voir la suivante" if left == 1 else f"Voir les {count} suivantes",
        former=f"{verdict.value}:{page - 1}" if page > 1 else "",
    )


def _pick(judgement: Judgement, row: OfferRow, ticked: set[str]) -> Pick:
    pk = row.offer.pk
    reasons = reasons_of(judgement, pk) if pk in judgement.index.entries else ()
    by_verdict: dict[Verdict, list[Reason]] = {verdict: [] for verdict in Verdict}
    for reason in reasons:
        by_verdict[reason.verdict].append(reason)
    return Pick(
        row=row,
        against=tuple(by_verdict[Verdict.EXCLUDED]),
        to_check=tuple(by_verdict[Verdict.TO_CHECK]),
        for_it=tuple(by_verdict[Verdict.ELIGIBLE][:MOST_POSITIVE]),
        ticked=row.offer.reference in ticked,
    )


def chosen_offers(references: Sequence[str], reader: Reader) -> list[Offer]:
    """The visible offers of these references, in the same order, with their structure; one statement."""
    found = visible_to(reader).filter(reference__in=references).select_related("structure__entity")
    ranks = {reference: rank for rank, reference in enumerate(references)}
    return sorted(found.order_by("pk"), key=lambda offer: ranks[offer.reference])
