"""An offer as a line of results: the same words at the same place, so that the eye can compare."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from connect.common import french
from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.enums import CallState, Kind
from connect.offers.models import Offer
from connect.offers.selectors import call_state

CLOSING_SOON_DAYS = 15


@dataclass(frozen=True)
class Deadline:
    """When a call closes, in words.

    Attributes:
        state: `open`, `upcoming` or `closed`.
        text: the sentence shown.
        soon: whether it closes within `CLOSING_SOON_DAYS`.
        day: the date itself, for `<time datetime>`.
    """

    state: str
    text: str
    soon: bool
    day: datetime.date


@dataclass(frozen=True)
class Typology:
    """The kind of offer, as a mark: code for the drawing, words for everybody."""

    code: str
    label: str
    strand: str


@dataclass(frozen=True)
class OfferRow:
    """One line of results."""

    offer: Offer
    url: str
    title: str | SafeString
    snippet: str | SafeString
    structure: str
    entity: str
    where: str
    typologies: tuple[Typology, ...]
    amount: str
    deadline: Deadline | None
    unknown: tuple[str, ...]


def deadline_of(offer: Offer, day: datetime.date | None = None) -> Deadline | None:
    """The deadline of a call in words, `None` for what is not a call."""
    day = day or today()
    state = call_state(offer, day)
    if state is None or offer.closes_on is None:
        return None
    closes = french.day_long(offer.closes_on)
    if state == CallState.CLOSED:
        return Deadline("closed", f"clos depuis le {closes}", False, offer.closes_on)
    if state == CallState.UPCOMING and offer.opens_on is not None:
        return Deadline(
            "upcoming", f"ouvre le {french.day_long(offer.opens_on)}", False, offer.opens_on
        )
    soon = (offer.closes_on - day).days <= CLOSING_SOON_DAYS
    left = french.days_between(day, offer.closes_on)
    return Deadline("open", f"jusqu’au {closes} ({left})", soon, offer.closes_on)


def amount_of(offer: Offer) -> str:
    """What can be obtained, or what it costs: one short text."""
    if offer.kind == Kind.ACCOMPANIMENT:
        return offer.get_cost_display()
    text = french.amount_range(offer.amount_min, offer.amount_max)
    if offer.rate_max is not None:
        rate = f"{offer.rate_max}{french.NBSP}% au plus"
        text = f"{text}, {rate}" if text else rate
    return text


def typologies_of(offer: Offer, index: CatalogueIndex) -> tuple[Typology, ...]:
    """The marks of a visible offer."""
    if offer.kind == Kind.CALL:
        return (Typology("appel_a_projets", "Appel à projets", "appel"),)
    entry = index.entries.get(offer.pk)
    words = index.vocabulary.words
    if offer.kind == Kind.FUNDING:
        code = entry.funding_type if entry else ""
        label = words["financement"][code].label if code in words["financement"] else "Financement"
        return (Typology(code, label, code.replace("_", "-")),)
    codes = entry.links.get("accompaniment_types", ()) if entry else ()
    known = [words["accompagnement"][code] for code in codes if code in words["accompagnement"]]
    if not known:
        return (Typology("accompagnement", "Accompagnement", "accompagnement"),)
    return tuple(Typology(word.code, word.label, "accompagnement") for word in known)


def where_of(offer: Offer, index: CatalogueIndex) -> str:
    """The territory an offer covers, in words, or a sentence saying that it is not known."""
    entry = index.entries.get(offer.pk)
    pks = entry.links.get("territories", ()) if entry else ()
    names = sorted(index.territory_names[int(pk)] for pk in pks if int(pk) in index.territory_names)
    if not names:
        return offer.get_reach_display() or "Territoire à confirmer"
    if len(names) <= 2:
        return " et ".join(names)
    return f"{names[0]} et {len(names) - 1} autres territoires"


def rows_of(
    offers: Iterable[Offer],
    index: CatalogueIndex,
    *,
    titles: Mapping[int, SafeString] | None = None,
    snippets: Mapping[int, SafeString] | None = None,
    unknown: Mapping[int, tuple[str, ...]] | None = None,
) -> list[OfferRow]:
    """Lines for offers already read with their structure and entity.

    Args:
        offers: visible offers, in the order to show.
        index: the catalogue, for labels.
        titles: titles with the words searched highlighted, by offer.
        snippets: extracts with the words searched highlighted, by offer.
        unknown: the criteria asked on which an offer says nothing, by offer.
    """
    titles, snippets, unknown = titles or {}, snippets or {}, unknown or {}
    return [
        OfferRow(
            offer=offer,
            url=offer.get_absolute_url(),
            title=titles.get(offer.pk, offer.title),
            snippet=snippets.get(offer.pk, ""),
            structure=offer.structure.name,
            entity=offer.structure.entity.name,
            where=where_of(offer, index),
            typologies=typologies_of(offer, index),
            amount=amount_of(offer),
            deadline=deadline_of(offer),
            unknown=unknown.get(offer.pk, ()),
        )
        for offer in offers
    ]
