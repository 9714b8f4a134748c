"""The offers that answer what is asked, and in which order they come."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pyroaring import BitMap

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import FACETS
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.places import Locality
from connect.offers.enums import Kind
from connect.search import selectors as search
from connect.search.selectors import RankedIds
from connect.taxonomy.enums import Reach

Order = Callable[[int], tuple[Any, ...]]
"""What an offer is sorted by; the smallest comes first."""
NEAREST_FIRST = {reach: rank for rank, reach in enumerate(Reach.values)}


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
    if locality is not None and locality.covering:
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


def order_of(
    criteria: Criteria, index: CatalogueIndex, selection: Selection, locality: Locality | None
) -> Order:
    """Best first: words searched, then what the need names, then the nearest, then the freshest."""
    opened, _, closed = selection.calls
    placed = locality is not None and bool(locality.covering)
    objects: BitMap = BitMap()
    for need in criteria.values.get("besoin", ()):
        for code in index.vocabulary.needs[need].objects_funded:
            objects |= index.exact["objet"].get(code, BitMap())

    def key(pk: int) -> tuple[Any, ...]:
        entry = index.entries[pk]
        near = NEAREST_FIRST.get(entry.reach, 9) if placed and entry.kind != Kind.CALL else 0
        stage, closes = 0, 0
        # Calls come by date: nearness would make their dates look shuffled.
        if entry.kind == Kind.CALL and entry.closes_on is not None:
            stage = 0 if pk in opened else 2 if pk in closed else 1
            closes = -entry.closes_on.toordinal() if stage == 2 else entry.closes_on.toordinal()
        score = round(-selection.scores.get(pk, 0.0), 3)
        return stage, score, pk not in objects, near, closes, -entry.freshness, entry.reference

    return key


def closed_left_out(
    criteria: Criteria, index: CatalogueIndex, locality: Locality | None, selection: Selection
) -> int:
    """Closed calls that would be found too, were they asked for."""
    if criteria.with_closed or criteria.only_open:
        return 0
    closed = selection.calls[2].copy()
    if criteria.q and not selection.ranked.blank:
        closed &= BitMap(selection.ranked.ids)
    if locality is not None and locality.covering:
        closed &= index.offered_in(locality.covering)
    for key, codes in criteria.values.items():
        closed &= _union(index.matching(key, code) for code in codes)
    return len(closed)
