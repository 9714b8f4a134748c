"""Figures of the catalogue as tables whose bars are drawn beside the numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from pyroaring import BitMap

from connect.common import french
from connect.offers.catalogue.facets import ACCOMPANIMENT, BY_KEY, CALLS
from connect.offers.catalogue.grouping import words_of
from connect.offers.catalogue.index import LINK_OF_FACET, CatalogueIndex
from connect.offers.catalogue.reading import Word
from connect.panorama.scopes import Scope
from connect.panorama.wording import share_in_words, short_percent
from connect.taxonomy.enums import FundingCode, Reach


@dataclass(frozen=True)
class Bar:
    """One line: how many offers say so, how many the catalogue gives, and the lengths of the bar in per cent.

    Attributes:
        said: offers that name this value, those open to every value left out.
        total: offers that the catalogue gives for it, those that do not say included.
        share: share of the offers counted that name it.
    """

    label: str
    strand: str
    said: int
    total: int
    share: str
    said_width: str
    silent_width: str
    url: str


@dataclass(frozen=True)
class BarChart:
    """A figure: its title, one sentence that reads it, its lines and what it counts.

    Attributes:
        silent: offers that do not say; the catalogue proposes them whatever is asked.
        open_to_all: offers open to every value (« tous secteurs »), in the light part of each line.
    """

    key: str
    title: str
    reading: str
    head: str
    base: str
    bars: tuple[Bar, ...]
    silent: int
    open_to_all: int
    several: bool


FACETS = (
    ("phase", "À quelle étape du projet", "Étape"),
    ("structure", "Pour quelles structures", "Structure visée"),
    ("secteur", "Dans quels secteurs", "Secteur"),
    ("objet", "Ce que l’argent paie", "Objet"),
)


def charts(scope: Scope, index: CatalogueIndex, found: BitMap) -> list[BarChart]:
    """The figures of a choice, without any statement.

    Args:
        scope: what is counted.
        index: the catalogue.
        found: the offers that the catalogue gives for this choice.
    """
    made = [] if scope.code == "appels" else [_typologies(scope, index, found)]
    made += [
        _facet(scope, index, found, key, title, head)
        for key, title, head in FACETS
        if key != "objet" or scope.code == "financement"
    ]
    return [*made, _reaches(scope, index, found)]


def _bars(lines: Sequence[tuple[str, str, int, int, str]], whole: int) -> tuple[Bar, ...]:
    """Bars of lines (label, strand, said, total, address), the longest as long as the column."""
    longest = max((total for _, _, _, total, _ in lines), default=0) or 1
    return tuple(
        Bar(
            label, strand, said, total, short_percent(said, whole),
            f"{100 * said / longest:.1f}%", f"{100 * (total - said) / longest:.1f}%", url,
        )
        for label, strand, said, total, url in lines
    )  # fmt: skip


def _base(scope: Scope, found: BitMap) -> str:
    return french.plural(len(found), scope.one, scope.several)


def first_of(bars: Sequence[Bar], whole: int) -> str:
    """The sentence that reads a ranking: what comes first, and its share."""
    best = max(bars, key=lambda bar: bar.said, default=None)
    if best is None or not best.said:
        return "Aucune offre ne le précise encore."
    share = share_in_words(best.said, whole)
    return (
        f"{french.quoted(best.label)} vient en tête\u00a0: {share}"
        f" ({french.number(best.said)} sur {french.number(whole)})."
    )


def _typologies(scope: Scope, index: CatalogueIndex, found: BitMap) -> BarChart:
    own = {
        "financement": set(FundingCode.values),
        "accompagnement": set(index.vocabulary.words["accompagnement"]),
    }.get(scope.code, {*FundingCode.values, ACCOMPANIMENT, CALLS})
    lines = []
    for word in words_of(BY_KEY["typologie"], index):
        if word.code in own:
            count = found.intersection_cardinality(index.matching("typologie", word.code))
            strand = strand_of(word.code)
            url = scope.criteria.with_only("typologie", word.code).url(reverse("catalogue"))
            lines.append((word.label, strand, count, count, url))
    lines.sort(key=lambda line: -line[2])
    bars = _bars(lines, len(found))
    return BarChart(
        "typologie",
        "Quelles offres",
        first_of(bars, len(found)),
        "Type",
        _base(scope, found),
        bars,
        0,
        0,
        scope.code == "accompagnement",
    )


def strand_of(code: str) -> str:
    """The strand (colour and mark) of a typology."""
    if code == CALLS:
        return "appel"
    return code.replace("_", "-") if code in FundingCode.values else ACCOMPANIMENT


def _facet(
    scope: Scope, index: CatalogueIndex, found: BitMap, key: str, title: str, head: str
) -> BarChart:
    facet = BY_KEY[key]
    silent = found & index.unknown[key] if key in LINK_OF_FACET else BitMap()
    to_all = (
        BitMap(pk for pk in found if index.entries[pk].all_sectors)
        if key == "secteur"
        else BitMap()
    )

    def line(word: Word) -> tuple[str, str, int, int, str]:
        named = index.exact[key].get(word.code, BitMap()) - to_all
        said = found.intersection_cardinality(named)
        total = found.intersection_cardinality(index.matching(key, word.code))
        url = scope.criteria.with_only(key, word.code).url(reverse("catalogue"))
        return (word.label, "", said, total, url)

    lines = [line(word) for word in words_of(facet, index)]
    if key != "phase":
        # Phases follow one another: they keep their order; the rest is ranked.
        lines.sort(key=lambda one: -one[2])
    bars = _bars(lines, len(found))
    return BarChart(
        key, title, first_of(bars, len(found)), head, _base(scope, found), bars, len(silent), len(to_all), True,
    )  # fmt: skip


def _reaches(scope: Scope, index: CatalogueIndex, found: BitMap) -> BarChart:
    counts = dict.fromkeys(Reach.values, 0)
    silent = 0
    for pk in found:
        reach = index.entries[pk].reach
        if reach in counts:
            counts[reach] += 1
        else:
            silent += 1
    lines = [(Reach(code).label, "", count, count, "") for code, count in counts.items()]
    bars = _bars(lines, len(found))
    return BarChart(
        "portee", "Jusqu’où elles portent", first_of(bars, len(found)), "Portée", _base(scope, found), bars,
        silent, 0, False,
    )  # fmt: skip
