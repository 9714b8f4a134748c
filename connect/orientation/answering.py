"""The three lists as a page shows them: groups, lines, reasons in full or folded, a long list by pages."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyroaring import BitMap

from connect.common import french
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT
from connect.offers.catalogue.grouping import split_by_typology
from connect.offers.catalogue.results import Pages
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.selectors import Reader, visible_to
from connect.orientation.enums import Criterion, Verdict
from connect.orientation.judging.judgement import Judgement
from connect.orientation.judging.reasons import Reason, reasons_of
from connect.taxonomy.enums import FundingCode

PER_GROUP = 5
PER_NEAR_GROUP = 3
PER_PAGE = 20

KEYS = {
    Verdict.ELIGIBLE: "eligibles",
    Verdict.TO_CHECK: "a-verifier",
    Verdict.EXCLUDED: "proches",
}
TITLES = {
    Verdict.ELIGIBLE: "Éligible",
    Verdict.TO_CHECK: "À vérifier",
    Verdict.EXCLUDED: "Proche mais exclu",
}
SENTENCES = {
    Verdict.ELIGIBLE: "Rien ne s’y oppose d’après ce que vous avez dit.",
    Verdict.TO_CHECK: "Il manque une information. Posez la question indiquée avant de préparer un dossier.",
    Verdict.EXCLUDED: "Une seule chose les écarte. Si elle change, elles deviennent possibles.",
}
CAUSES = {
    Criterion.STRUCTURE: "À cause du type d’organisation",
    Criterion.PHASE: "À cause de l’étape du projet",
    Criterion.SECTORS: "À cause du secteur",
    Criterion.TERRITORY: "À cause du territoire",
    Criterion.AMOUNT: "À cause du montant",
    Criterion.OBJECTS: "À cause de la dépense à financer",
    Criterion.DEADLINE: "À cause de la date",
    Criterion.RULE: "À cause d’une règle particulière",
}
# How a line names in one word the criteria that an offer answers.
SHORT = {
    Criterion.NEEDS: "besoin",
    Criterion.STRUCTURE: "organisation",
    Criterion.PHASE: "étape",
    Criterion.SECTORS: "secteur",
    Criterion.TERRITORY: "territoire",
    Criterion.AMOUNT: "montant",
    Criterion.OBJECTS: "dépense",
    Criterion.DEADLINE: "date",
    Criterion.RULE: "règle",
}


@dataclass(frozen=True)
class Line:
    """One offer with what must be read of its reasons, and the rest folded.

    Attributes:
        row: the offer, as in every list.
        told: reasons that differ from one offer to the next, in full.
        folded: what simply answers.
    """

    row: OfferRow
    told: tuple[Reason, ...]
    folded: tuple[Reason, ...]

    @property
    def folded_words(self) -> list[str]:
        """The criteria of the folded reasons, a word each."""
        return list(dict.fromkeys(SHORT[one.criterion] for one in self.folded))


@dataclass(frozen=True)
class LineGroup:
    """Lines of one typology, or set aside by one criterion."""

    key: str
    title: str
    strand: str
    total: int
    lines: tuple[Line, ...]
    more_url: str
    more_label: str


@dataclass(frozen=True)
class Block:
    """One of the three lists."""

    key: str
    verdict: str
    title: str
    sentence: str
    total: int
    groups: tuple[LineGroup, ...]


@dataclass(frozen=True)
class Focus:
    """A group shown in full: which list, which group, which page."""

    block: str
    group: str
    page: int = 1


@dataclass(frozen=True)
class _Part:
    """A group before its rows are read."""

    verdict: Verdict
    key: str
    title: str
    strand: str
    found: BitMap


def parts_of(judgement: Judgement, verdict: Verdict) -> Iterator[_Part]:
    """The groups of a list: by typology, or by the criterion that excludes."""
    if verdict == Verdict.EXCLUDED:
        missed = judgement.missed_by_criterion()
        for criterion in Criterion:
            if criterion in missed:
                yield _Part(verdict, criterion.value, CAUSES[criterion], "", missed[criterion])
        return
    found = judgement.lists[verdict]
    for code, title, strand, own in split_by_typology(Criteria(), judgement.index, found):
        yield _Part(verdict, code, title, strand, own)


def answer(
    judgement: Judgement, reader: Reader, address: str, focus: Focus | None = None
) -> tuple[list[Block], Pages | None]:
    """The blocks to show, in one statement.

    Args:
        judgement: the three lists.
        reader: who reads; rows are read again through `visible_to`.
        address: the page with its answers, to which a group is added.
        focus: the one group to show in full; all of them in brief when it is absent or no longer there.

    Returns:
        The lists that are not empty, and where a group shown in full stands.
    """
    parts = [part for verdict in Verdict for part in parts_of(judgement, verdict)]
    if not parts:
        return _farther(judgement, reader), None
    own = [p for p in parts if focus and (KEYS[p.verdict], p.key) == (focus.block, focus.group)]
    pages = None
    if focus is not None and own:
        parts = own
        start, pages = _turn(focus, len(own[0].found), address)
        shown = {0: _best(judgement, own[0].found, start, PER_PAGE)}
    else:
        focus = None
        shown = {
            rank: _best(judgement, part.found, 0, _brief(part.verdict))
            for rank, part in enumerate(parts)
        }
    rows = _rows(judgement, reader, [pk for pks in shown.values() for pk in pks])
    groups: dict[Verdict, list[LineGroup]] = {}
    for rank, part in enumerate(parts):
        lines = tuple(_line(judgement, rows[pk]) for pk in shown[rank] if pk in rows)
        more = "" if focus or len(part.found) <= len(lines) else _more(part, address)
        group = LineGroup(
            part.key, part.title, part.strand, len(part.found), lines, more, _label(part)
        )
        groups.setdefault(part.verdict, []).append(group)
    blocks = [
        Block(
            KEYS[verdict], verdict.value, TITLES[verdict], SENTENCES[verdict],
            len(judgement.lists[verdict]), tuple(found),
        )
        for verdict, found in groups.items()
    ]  # fmt: skip
    return blocks, pages


def _farther(judgement: Judgement, reader: Reader) -> list[Block]:
    """The least far of the offers that several criteria exclude: no page ends empty while there is one."""
    pks = _best(judgement, judgement.farther, 0, PER_GROUP)
    rows = _rows(judgement, reader, pks)
    lines = tuple(_line(judgement, rows[pk]) for pk in pks if pk in rows)
    if not lines:
        return []
    title = "À cause de plusieurs critères"
    group = LineGroup("plusieurs", title, "", len(lines), lines, "", "")
    sentence = "Plusieurs choses les écartent : changer une seule réponse ne suffit pas."
    return [
        Block(
            "eloignees",
            Verdict.EXCLUDED.value,
            "Les moins éloignées",
            sentence,
            len(lines),
            (group,),
        )
    ]


def _brief(verdict: Verdict) -> int:
    return PER_NEAR_GROUP if verdict == Verdict.EXCLUDED else PER_GROUP


def _best(judgement: Judgement, found: BitMap, start: int, size: int) -> list[int]:
    return heapq.nsmallest(start + size, found, key=judgement.order)[start:]


def _turn(focus: Focus, total: int, address: str) -> tuple[int, Pages | None]:
    count = max(1, -(-total // PER_PAGE))
    number = min(focus.page, count)
    start = (number - 1) * PER_PAGE
    if count == 1:
        return start, None
    base = f"{address}{'&' if '?' in address else '?'}bloc={focus.block}&groupe={focus.group}"
    before = f"{base}&page={number - 1}" if number > 1 else ""
    after = f"{base}&page={number + 1}" if number < count else ""
    return start, Pages(number, count, before, after)


def _more(part: _Part, address: str) -> str:
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}bloc={KEYS[part.verdict]}&groupe={part.key}"


def _label(part: _Part) -> str:
    """« Voir les 14 prêts », « Voir les 12 offres »."""
    count = french.number(len(part.found))
    if part.verdict == Verdict.EXCLUDED:
        return f"Voir les {count} offres"
    if part.key == FundingCode.PATRONAGE:
        return f"Voir les {count} offres de mécénat"
    named = "accompagnements" if part.key == ACCOMPANIMENT else part.title
    return f"Voir les {count} {named[:1].lower()}{named[1:]}"


def _rows(judgement: Judgement, reader: Reader, pks: list[int]) -> dict[int, OfferRow]:
    offers = visible_to(reader).filter(pk__in=pks).select_related("structure__entity")
    rows = rows_of(offers.order_by("pk"), judgement.index)
    # An offer that is new since the index was read, or gone from it, has no reasons to show.
    return {row.offer.pk: row for row in rows if row.offer.pk in judgement.index.entries}


def _line(judgement: Judgement, row: OfferRow) -> Line:
    reasons = reasons_of(judgement, row.offer.pk)
    if judgement.answers.is_empty and reasons[0].verdict == Verdict.ELIGIBLE:
        # Every line would say the same thing.
        return Line(row, (), ())
    told = tuple(one for one in reasons if _is_told(judgement, one))
    folded = tuple(one for one in reasons if one not in told)
    if reasons[0].verdict == Verdict.EXCLUDED:
        # There is nothing to ask yet to a funder whose offer is set aside.
        told = tuple(replace(one, ask="") for one in told)
    return Line(row, told, folded)


def _is_told(judgement: Judgement, reason: Reason) -> bool:
    """Whether a reason must be read: it is no plain yes, or it says something to check or to prepare."""
    if reason.verdict != Verdict.ELIGIBLE or reason.criterion == Criterion.RULE:
        return True
    if reason.criterion == Criterion.NEEDS and not judgement.answers.needs:
        return True
    # A second sentence asks to make sure of something.
    return ". " in reason.text
