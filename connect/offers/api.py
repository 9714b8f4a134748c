"""The read API of the catalogue; it answers by the same code as the pages."""

import heapq
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.errors import HttpError
from pyroaring import BitMap

from connect.common.clock import today
from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.places import locate
from connect.offers.catalogue.rows import typologies_of
from connect.offers.catalogue.selection import order_of, select
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.selectors import call_state, visible_to
from connect.search import selectors as search
from connect.structures.models import Structure

router = Router(tags=["Catalogue"])

MOST_ITEMS = 200


class Item(Schema):
    """What a list says of each thing found."""

    external_id: str = Field(description="Stable reference, such as FIN-001.")
    kind: str = Field(description="funding, accompaniment, call; structure in a search.")
    title: str
    type: str = Field(description="Label of the type of offer, or nature of the structure.")
    url: str = Field(description="Address of the public page.")
    structure: str = Field("", description="Name of the structure that proposes the offer.")
    closes_on: date | None = Field(
        None, description="Closing date of a call, until 23:59:59 in Paris."
    )
    state: str = Field("", description="State of a call today: a_venir, en_cours or clos.")


class ItemList(Schema):
    """A page of a list: `count` is the number of all the things found."""

    count: int
    items: list[Item]
    notices: list[str] = Field(
        default_factory=list, description="Sentences about what was left aside."
    )


class Filters(Schema):
    """The filters of the catalogue page, by the same names."""

    kind: Kind | None = Field(
        None, description="funding, accompaniment or call; all three without it."
    )
    q: str = Field("", description="Words searched.")
    lieu: str = Field("", description="Commune, postcode, EPCI or department.")
    besoin: list[str] = Field(default_factory=list, description="Codes of needs.")
    typologie: list[str] = Field(default_factory=list, description="Codes of types of offer.")
    phase: list[str] = Field(default_factory=list, description="Codes of phases.")
    structure: list[str] = Field(
        default_factory=list, description="Codes of kinds of organisation."
    )
    secteur: list[str] = Field(default_factory=list, description="Codes of sectors.")
    objet: list[str] = Field(default_factory=list, description="Codes of what the money pays for.")
    ouverts: str = Field("", description="1 for the calls open today only.")
    clos: str = Field(
        "1", description="0 to leave the closed calls out; 1, the default here, keeps them."
    )
    limit: int = Field(50, ge=1, le=MOST_ITEMS)
    offset: int = Field(0, ge=0, le=1_000_000)


@router.get("/offers", response=ItemList, summary="Offers that answer the filters")
def list_offers(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """The visible offers, calls included, best first; unknown codes are left aside with a notice."""
    index = current()
    asked, notices = reading.read(request.GET, index)
    asked = Criteria(asked.q, asked.place, asked.values, asked.only_open, filters.clos != "0")
    locality, sentence = locate(asked.place)
    if sentence:
        notices.append(sentence)
    selection = select(asked, index, locality, today())
    found: BitMap = selection.found
    if filters.kind is not None:
        found = found & index.by_kind[filters.kind]
    order = order_of(asked, index, selection, locality)
    page = heapq.nsmallest(filters.offset + filters.limit, found, key=order)[filters.offset :]
    by_pk = {offer.pk: offer for offer in _offers(request, page)}
    items = [_offer_item(request, by_pk[pk], index) for pk in page if pk in by_pk]
    return {"count": len(found), "items": items, "notices": [*notices, *selection.notices]}


def _offers(request: HttpRequest, pks: Iterable[int]) -> Iterable[Offer]:
    return visible_to(request.user).filter(pk__in=pks).select_related("structure").order_by("pk")


def _offer_item(request: HttpRequest, offer: Offer, index: CatalogueIndex) -> dict[str, Any]:
    return {
        "external_id": offer.reference,
        "kind": offer.kind,
        "title": offer.title,
        "type": ", ".join(mark.label for mark in typologies_of(offer, index)),
        "url": request.build_absolute_uri(offer.get_absolute_url()),
        "structure": offer.structure.name,
        "closes_on": offer.closes_on,
        "state": str(call_state(offer) or ""),
    }


class OfferDetail(Item):
    """An offer with everything the public page says; an empty value means unknown."""

    summary: str
    conditions: str
    how_to_apply: str
    amount_min: int | None
    amount_max: int | None
    rate_max: int | None
    cost: str
    reach: str
    territories: list[str]
    structure_types: list[str]
    all_sectors: bool
    sectors: list[str]
    phases: list[str]
    objects_funded: list[str]
    opens_on: date | None
    verified_on: date | None
    link: str
    email: str
    phone: str


@router.get("/offers/{external_id}", response=OfferDetail, summary="One offer")
def one_offer(request: HttpRequest, external_id: str) -> dict[str, Any]:
    """A visible offer by its reference; hidden and unknown ones answer 404 alike."""
    names = ("structure_types", "sectors", "phases", "objects_funded")
    offers = visible_to(request.user).select_related("structure")
    offer = offers.prefetch_related(*names, "territories").filter(reference=external_id).first()
    if offer is None:
        raise HttpError(404, "Cette offre n’existe pas ou n’est plus diffusée.")
    plain = (
        "summary", "conditions", "how_to_apply", "amount_min", "amount_max", "rate_max", "cost", "reach",
        "all_sectors", "opens_on", "verified_on", "link", "email", "phone",
    )  # fmt: skip
    return {
        **_offer_item(request, offer, current()),
        **{name: getattr(offer, name) for name in plain},
        **{name: [term.code for term in getattr(offer, name).all()] for name in names},
        "territories": [f"{one.level}:{one.code}" for one in offer.territories.all()],
    }


class Words(Schema):
    """What is searched and how much of it is wanted."""

    q: str = Field("", description="Words searched, in French; small mistakes are understood.")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=10_000)


@router.get(
    "/search", response=ItemList, summary="Offers and structures, ranked", tags=["Recherche"]
)
def search_everything(request: HttpRequest, words: Query[Words]) -> dict[str, Any]:
    """What answers `q` among offers and structures, best first."""
    results = search.search(
        words.q,
        kinds=["offer", "structure"],
        user=request.user,
        limit=words.limit,
        offset=words.offset,
    )
    index = current()
    loaded = search.load(results.hits, request.user)
    items = []
    for hit in results.hits:
        found = loaded.get((hit.kind, hit.object_id))
        if isinstance(found, Offer):
            items.append(_offer_item(request, found, index))
        elif isinstance(found, Structure):
            items.append(_structure_item(request, found))
    return {"count": results.total, "items": items, "notices": list(results.notices)}


def _structure_item(request: HttpRequest, structure: Structure) -> dict[str, Any]:
    return {
        "external_id": structure.reference,
        "kind": "structure",
        "title": structure.name,
        "type": structure.get_nature_display(),
        "url": request.build_absolute_uri(structure.get_absolute_url()),
        "structure": structure.name,
    }
