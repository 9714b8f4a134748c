"""Answers a state of the catalogue: groups by typology, counts of every facet, chips, notices."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace

from connect.common import french
from connect.common.clock import today
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT, BY_KEY, CALLS, FACETS
from connect.offers.catalogue.grouping import split_by_typology, words_of
from connect.offers.catalogue.index import LINK_OF_FACET, CatalogueIndex
from connect.offers.catalogue.places import Locality
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.catalogue.selection import (
    Order,
    Selection,
    closed_left_out,
    order_of,
    select,
)
from connect.offers.selectors import Reader, visible_to
from connect.search.highlight import highlighted, snippet
from connect.search.planning import Correction
from connect.taxonomy.enums import FundingCode

PER_GROUP = 5
PER_PAGE = 20


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
        chips.append(Chip(french.quoted(criteria.q), criteria.without("q").url()))
    if locality is not None and locality.covering:
        chips.append(Chip(f"Lieu\u00a0: {locality.label}", criteria.without("lieu").url()))
    for key, codes in criteria.values.items():
        labels = {word.code: word.label for word in words_of(BY_KEY[key], index)}
        chips += [Chip(labels[code], criteria.without(key, code).url()) for code in codes]
    if criteria.only_open:
        chips.append(Chip("Appels en cours", criteria.without("ouverts").url()))
    return chips


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
    criteria, groups, pages = _groups(criteria, index, selection, reader, order)
    return Results(
        criteria=criteria,
        total=len(selection.found),
        groups=groups,
        pages=pages,
        facets=_facet_states(criteria, index, selection),
        chips=_chips(criteria, index, locality),
        notices=[*notices, *selection.notices],
        open_calls=selection.base["typologie"].intersection_cardinality(selection.calls[0]),
        closed_calls=closed_left_out(criteria, index, locality, selection),
        closed_url=replace(criteria, with_closed=True, page=1).url(),
        corrections=selection.ranked.corrected,
        locality=locality,
    )


def _groups(
    criteria: Criteria, index: CatalogueIndex, selection: Selection, reader: Reader, order: Order
) -> tuple[Criteria, list[Group], Pages | None]:
    """The first offers of each typology, or a page of the only one there is."""
    split = split_by_typology(criteria, index, selection.found)
    lone = len(split) == 1
    start, size, pages = 0, PER_GROUP, None
    if lone:
        criteria, pages = _turn(criteria, len(selection.found))
        start, size = (criteria.page - 1) * PER_PAGE, PER_PAGE
    shown = {
        code: heapq.nsmallest(start + size, found, key=order)[start:] for code, _, _, found in split
    }
    wanted = [pk for pks in shown.values() for pk in pks]
    rows = _rows(criteria, index, reader, wanted, selection.ranked.terms)
    groups = []
    for code, title, strand, found in split:
        own = [rows[pk] for pk in shown[code] if pk in rows]
        more = "" if lone or len(found) <= len(own) else criteria.with_only("typologie", code).url()
        label = f"Voir les {french.number(len(found))} {_named(code, title)}"
        groups.append(Group(code, title, strand, len(found), own, more, label))
    return criteria, groups, pages


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


def _named(code: str, title: str) -> str:
    """How a sentence names the offers of a group: « prêts », « accompagnements », « offres « Formation » »."""
    if code == ACCOMPANIMENT:
        return "accompagnements"
    if code == CALLS or code in FundingCode.values:
        return title[:1].lower() + title[1:]
    return f"offres {french.quoted(title)}"
