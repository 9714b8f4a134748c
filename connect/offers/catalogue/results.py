"""Answers a state of the catalogue: groups by typology, counts of every facet, chips, notices."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pyroaring import BitMap

from connect.common import french
from connect.common.clock import today
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT, BY_KEY, CALLS, FACETS, Facet
from connect.offers.catalogue.index import LINK_OF_FACET, CatalogueIndex
from connect.offers.catalogue.places import Locality
from connect.offers.catalogue.reading import Word
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.enums import Kind
from connect.offers.selectors import Reader, visible_to
from connect.search import selectors as search
from connect.search.highlight import highlighted, snippet
from connect.search.planning import Correction
from connect.search.selectors import RankedIds
from connect.taxonomy.enums import Reach

PER_GROUP = 5
PER_PAGE = 20
NEAREST_FIRST = {reach: rank for rank, reach in enumerate(Reach.values)}


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet with the number of offers it would leave."""

    code: str
    label: str
    help: str
    count: int
    checked: bool


@dataclass(frozen=True)
class FacetState:
    """A facet with its values, in the order of the vocabulary."""

    key: str
    title: str
    help: str
    values: tuple[FacetValue, ...]
    active: int


@dataclass(frozen=True)
class Chip:
    """Something asked, and the address that takes it away."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class Group:
    """The offers of one typology."""

    code: str
    title: str
    strand: str
    total: int
    rows: list[OfferRow]
    more_url: str
    more_label: str


@dataclass(frozen=True)
class Pages:
    """Where a long list stands."""

    number: int
    count: int
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class Results:
    """Everything that the catalogue page shows."""

    criteria: Criteria
    total: int
    groups: list[Group]
    pages: Pages | None
    facets: list[FacetState]
    chips: list[Chip]
    notices: list[str]
    open_calls: int
    closed_calls: int
    closed_url: str
    corrections: Sequence[Correction]
    locality: Locality | None


@dataclass(frozen=True)
class Selection:
    """The offers that answer, and what orders them."""

    found: BitMap
    base: dict[str, BitMap]
    scores: Mapping[int, float]
    calls: tuple[BitMap, BitMap, BitMap]
    ranked: RankedIds
    notices: list[str]


def select(
    criteria: Criteria, index: CatalogueIndex, locality: Locality | None, day: datetime.date
) -> Selection:
    """Intersect what is asked; `base[key]` leaves one facet out, to count its own values."""
    calls = index.calls(day)
    base = index.all.copy()
    if not criteria.with_closed:
        base -= calls[2]
    if criteria.only_open:
        base &= calls[0]
    if locality is not None:
        base &= index.offered_in(locality.covering)
    ranked = search.matching_ids(criteria.q, "offer") if criteria.q else RankedIds()
    scores = dict(zip(ranked.ids, ranked.scores, strict=True))
    notices = list(ranked.notices)
    if ranked.blank:
        notices.append("Votre recherche ne contient aucun mot ; voici tout le catalogue.")
    elif criteria.q:
        base &= BitMap(ranked.ids)
    chosen = {
        key: _union(index.matching(key, code) for code in codes)
        for key, codes in criteria.values.items()
    }
    found = base.copy()
    for bitmap in chosen.values():
        found &= bitmap
    without: dict[str, BitMap] = {}
    for facet in FACETS:
        rest = base.copy()
        for key, bitmap in chosen.items():
            if key != facet.key:
                rest &= bitmap
        without[facet.key] = rest
    return Selection(found, without, scores, calls, ranked, notices)


def _union(bitmaps: Iterable[BitMap]) -> BitMap:
    found = BitMap()
    for bitmap in bitmaps:
        found |= bitmap
    return found


def words_of(facet: Facet, index: CatalogueIndex) -> list[Word]:
    """The values of a facet in the order people read them."""
    words = index.vocabulary.words
    if facet.key != "typologie":
        return list(words[facet.key].values())
    calls = Word(CALLS, "Appel à projets", "Une sélection avec une date limite.", 0)
    umbrella = Word(ACCOMPANIMENT, "Accompagnement", "Un conseil, une formation, un réseau.", 0)
    return [calls, *words["financement"].values(), umbrella, *words["accompagnement"].values()]


def _facet_states(
    criteria: Criteria, index: CatalogueIndex, selection: Selection
) -> list[FacetState]:
    states = []
    for facet in FACETS:
        chosen = criteria.values.get(facet.key, ())
        base = selection.base[facet.key]
        values = tuple(
            FacetValue(
                word.code,
                word.label,
                word.help,
                base.intersection_cardinality(index.matching(facet.key, word.code)),
                word.code in chosen,
            )
            for word in words_of(facet, index)
        )
        states.append(FacetState(facet.key, facet.title, facet.help, values, len(chosen)))
    return states


def _chips(criteria: Criteria, index: CatalogueIndex, locality: Locality | None) -> list[Chip]:
    chips = []
    if criteria.q:
        chips.append(Chip(f"«\u00a0{criteria.q}\u00a0»", criteria.without("q").url()))
    if criteria.place and locality is not None:
        chips.append(Chip(f"Proposé à {locality.label}", criteria.without("lieu").url()))
    for key, codes in criteria.values.items():
        labels = {word.code: word.label for word in words_of(BY_KEY[key], index)}
        chips += [Chip(labels[code], criteria.without(key, code).url()) for code in codes]
    if criteria.only_open:
        chips.append(Chip("Appels en cours", criteria.without("ouverts").url()))
    return chips


def order_of(
    criteria: Criteria, index: CatalogueIndex, selection: Selection, locality: Locality | None
) -> Callable[[int], tuple[object, ...]]:
    """Best first: words searched, then what the need names, then the nearest, then the freshest."""
    opened, _, closed = selection.calls
    objects: BitMap = BitMap()
    for need in criteria.values.get("besoin", ()):
        for code in index.vocabulary.needs[need].objects_funded:
            objects |= index.exact["objet"].get(code, BitMap())

    def key(pk: int) -> tuple[object, ...]:
        entry = index.entries[pk]
        near = NEAREST_FIRST.get(entry.reach, 9) if locality is not None else 0
        stage, closes = 0, 0
        if entry.kind == Kind.CALL and entry.closes_on is not None:
            stage = 0 if pk in opened else 2 if pk in closed else 1
            closes = -entry.closes_on.toordinal() if stage == 2 else entry.closes_on.toordinal()
        score = round(-selection.scores.get(pk, 0.0), 3)
        return stage, score, pk not in objects, near, closes, -entry.freshness, entry.reference

    return key


def _split(
    criteria: Criteria, index: CatalogueIndex, found: BitMap
) -> list[tuple[str, str, str, BitMap]]:
    """Code, title, strand and offers of each group that is not empty."""
    words = index.vocabulary.words
    typology = index.exact["typologie"]
    groups = [(CALLS, "Appels à projets", "appel", typology.get(CALLS, BitMap()))]
    groups += [
        (
            word.code,
            word.plural or word.label,
            word.code.replace("_", "-"),
            typology.get(word.code, BitMap()),
        )
        for word in words["financement"].values()
    ]
    chosen = set(criteria.values.get("typologie", ()))
    if chosen & {ACCOMPANIMENT, *words["accompagnement"]} and not chosen & {
        CALLS,
        *words["financement"],
    }:
        left = typology.get(ACCOMPANIMENT, BitMap()).copy()
        for word in words["accompagnement"].values():
            if chosen != {ACCOMPANIMENT} and word.code not in chosen:
                continue
            own = typology.get(word.code, BitMap()) & left
            groups.append((word.code, word.label, ACCOMPANIMENT, own))
            left -= own
        groups.append((ACCOMPANIMENT, "Autres accompagnements", ACCOMPANIMENT, left))
    else:
        groups.append(
            (ACCOMPANIMENT, "Accompagnement", ACCOMPANIMENT, typology.get(ACCOMPANIMENT, BitMap()))
        )
    return [
        (code, title, strand, bitmap & found)
        for code, title, strand, bitmap in groups
        if bitmap & found
    ]


def answer(
    criteria: Criteria,
    index: CatalogueIndex,
    locality: Locality | None,
    reader: Reader,
    notices: Sequence[str] = (),
) -> Results:
    """Everything the catalogue page shows for a state, in a fixed number of statements.

    Args:
        criteria: what is asked.
        index: the catalogue of this moment.
        locality: the place understood, if any.
        reader: who reads; rows are read again through `visible_to`.
        notices: sentences already found while reading the address.
    """
    selection = select(criteria, index, locality, today())
    order = order_of(criteria, index, selection, locality)
    split = _split(criteria, index, selection.found)
    lone = len(split) == 1
    ordered = {code: sorted(bitmap, key=order) for code, _, _, bitmap in split}
    pages = None
    if lone:
        criteria, pages = _turn(criteria, len(selection.found))
    start = (criteria.page - 1) * PER_PAGE if lone else 0
    size = PER_PAGE if lone else PER_GROUP
    shown = {code: pks[start : start + size] for code, pks in ordered.items()}
    rows = _rows(
        criteria,
        index,
        reader,
        [pk for pks in shown.values() for pk in pks],
        selection.ranked.terms,
    )
    groups = [
        _group(
            criteria,
            code,
            title,
            strand,
            len(bitmap),
            [rows[pk] for pk in shown[code] if pk in rows],
            lone,
        )
        for code, title, strand, bitmap in split
    ]
    return Results(
        criteria=criteria,
        total=len(selection.found),
        groups=groups,
        pages=pages,
        facets=_facet_states(criteria, index, selection),
        chips=_chips(criteria, index, locality),
        notices=[*notices, *selection.notices],
        open_calls=selection.base["typologie"].intersection_cardinality(selection.calls[0]),
        closed_calls=_closed_left_out(criteria, index, locality, selection),
        closed_url=replace(criteria, with_closed=True, page=1).url(),
        corrections=selection.ranked.corrected,
        locality=locality,
    )


def _closed_left_out(
    criteria: Criteria, index: CatalogueIndex, locality: Locality | None, selection: Selection
) -> int:
    """Closed calls that would be found too, were they asked for."""
    if criteria.with_closed or criteria.only_open:
        return 0
    closed = selection.calls[2].copy()
    if criteria.q and not selection.ranked.blank:
        closed &= BitMap(selection.ranked.ids)
    if locality is not None:
        closed &= index.offered_in(locality.covering)
    for key, codes in criteria.values.items():
        closed &= _union(index.matching(key, code) for code in codes)
    return len(closed)


def _turn(criteria: Criteria, total: int) -> tuple[Criteria, Pages | None]:
    count = max(1, -(-total // PER_PAGE))
    number = min(criteria.page, count)
    criteria = criteria.on_page(number)
    if count == 1:
        return criteria, None
    before = criteria.on_page(number - 1).url() if number > 1 else ""
    after = criteria.on_page(number + 1).url() if number < count else ""
    return criteria, Pages(number, count, before, after)


def _rows(
    criteria: Criteria, index: CatalogueIndex, reader: Reader, pks: list[int], terms: frozenset[str]
) -> dict[int, OfferRow]:
    offers = (
        visible_to(reader).filter(pk__in=pks).select_related("structure__entity").order_by("pk")
    )
    found = list(offers)
    titles, snippets = {}, {}
    if terms:
        for offer in found:
            titles[offer.pk] = highlighted(offer.title, terms)
            snippets[offer.pk] = snippet(offer.summary, terms)
    unknown = {
        pk: tuple(
            BY_KEY[key].title.lower()
            for key in criteria.values
            if key in LINK_OF_FACET and pk in index.unknown[key]
        )
        for pk in pks
    }
    rows = rows_of(found, index, titles=titles, snippets=snippets, unknown=unknown)
    return {row.offer.pk: row for row in rows}


def _group(
    criteria: Criteria,
    code: str,
    title: str,
    strand: str,
    total: int,
    rows: list[OfferRow],
    lone: bool,
) -> Group:
    more = "" if lone or total <= len(rows) else criteria.with_only("typologie", code).url()
    label = f"Voir les {french.number(total)} offres de ce groupe"
    return Group(code, title, strand, total, rows, more, label)
