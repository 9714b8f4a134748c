"""The catalogue for machines: files, feeds, calendar, description of the search, cards."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers import structure_listing
from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import rows_of
from connect.offers.opendata import cards, items, sending
from connect.offers.opendata.agenda import calendar
from connect.offers.opendata.asking import Asked, ask
from connect.offers.opendata.columns import OFFER_COLUMNS, csv_text
from connect.offers.opendata.feeds import (
    CLOSING_DAYS,
    MOST_ENTRIES,
    atom,
    in_order,
    newest,
    title_of,
)
from connect.offers.opendata.lines import lines_of
from connect.offers.opendata.structures import structure_columns, structure_item
from connect.offers.selectors import visible_to

CSV = "text/csv; charset=utf-8"
JSON = "application/json; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
CALENDAR = "text/calendar; charset=utf-8"
SEARCH = "application/opensearchdescription+xml; charset=utf-8"
CLOSING = "Clôtures d’appels à projets"


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


@require_safe
def offers_csv(request: HttpRequest) -> HttpResponseBase:
    """Every offer of a list of the catalogue, as a table for spreadsheets."""
    asked, root = ask(request), _root(request)

    def make() -> HttpResponseBase:
        text = csv_text(OFFER_COLUMNS, lines_of(asked, request.user, root))
        return sending.file_answer(request, text, CSV, f"essor-offres-{asked.day}.csv")

    return sending.answer(request, asked.etag(request.path, root), make, asked.notices)


@require_safe
def offers_json(request: HttpRequest) -> HttpResponseBase:
    """Every offer of a list of the catalogue, for programs."""
    asked, root = ask(request), _root(request)

    def make() -> HttpResponseBase:
        said = items.head(
            "Offres",
            asked.day,
            f"{root}{asked.criteria.url()}",
            _criteria(asked),
            len(asked.pks),
            asked.notices,
        )
        lines = lines_of(asked, request.user, root)
        text = items.json_text(said, (items.offer_item(line) for line in lines))
        return sending.file_answer(request, text, JSON, f"essor-offres-{asked.day}.json")

    return sending.answer(request, asked.etag(request.path, root), make, asked.notices)


def _criteria(asked: Asked) -> dict[str, Any]:
    criteria = asked.criteria
    said: dict[str, Any] = {"q": criteria.q, "lieu": criteria.place}
    said |= {key: list(codes) for key, codes in criteria.values.items()}
    flags = {"ouverts": criteria.only_open, "clos": criteria.with_closed}
    return {key: value for key, value in {**said, **flags}.items() if value}


@require_safe
def structures_csv(request: HttpRequest) -> HttpResponseBase:
    """Every structure of the list, as a table for spreadsheets."""
    filters, notices, structures = _structures(request)
    text = csv_text(structure_columns(request.build_absolute_uri), structures)
    return _whole(request, text, CSV, f"essor-structures-{today()}.csv", notices)


@require_safe
def structures_json(request: HttpRequest) -> HttpResponseBase:
    """Every structure of the list, for programs."""
    filters, notices, structures = _structures(request)
    found = list(structures)
    pairs = {"q": filters.text, "role": filters.role, "departement": filters.department}
    page = request.build_absolute_uri(reverse("structures"))
    address = f"{page}?{filters.query()}" if filters.query() else page
    asked = {key: value for key, value in pairs.items() if value}
    said = items.head("Structures", today(), address, asked, len(found), notices)
    text = items.json_text(said, (structure_item(o, request.build_absolute_uri) for o in found))
    return _whole(request, text, JSON, f"essor-structures-{today()}.json", notices)


def _structures(
    request: HttpRequest,
) -> tuple[structure_listing.StructureFilters, list[str], Iterator[Any]]:
    filters, notices = structure_listing.read(request.GET, structure_listing.departments())
    structures, said = structure_listing.listed(filters, request.user)
    rows = structures.select_related("entity", "department", "epci", "local_network")
    return filters, [*notices, *said], rows.defer("imported_values").iterator()


def _whole(
    request: HttpRequest, text: Iterable[str], kind: str, filename: str, notices: list[str]
) -> HttpResponseBase:
    # Structures change without the catalogue's version: the content itself makes the name.
    whole = "".join(text)
    etag = f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'
    make = partial(sending.file_answer, request, [whole], kind, filename)
    return sending.answer(request, etag, make, notices)


@require_safe
def new_offers(request: HttpRequest) -> HttpResponseBase:
    """Atom feed of the last offers that came into the catalogue, with the filters of the page."""
    asked = ask(request)

    def make() -> HttpResponseBase:
        links = _links(request, asked)
        offers = newest(asked, request.user)
        text = atom(asked, offers, "Nouvelles offres", "nouveautes", links)
        return HttpResponse(text, content_type=ATOM)

    return sending.answer(request, asked.etag(request.path, _root(request)), make, asked.notices)


@require_safe
def closing_calls(request: HttpRequest) -> HttpResponseBase:
    """Atom feed of the calls that close soon, the first to close first, with the filters of the page."""
    asked = ask(request)

    def make() -> HttpResponseBase:
        calls = in_order(asked.closing(CLOSING_DAYS)[:MOST_ENTRIES], request.user)
        text = atom(asked, calls, CLOSING, "clotures", _links(request, asked))
        return HttpResponse(text, content_type=ATOM)

    return sending.answer(request, asked.etag(request.path, _root(request)), make, asked.notices)


@require_safe
def closing_calendar(request: HttpRequest) -> HttpResponseBase:
    """The same closing dates for a calendar."""
    asked, root = ask(request), _root(request)

    def make() -> HttpResponseBase:
        calls = in_order(asked.closing(CLOSING_DAYS)[:MOST_ENTRIES], request.user)
        text = calendar(calls, asked.index, title_of(CLOSING, asked), root)
        response = HttpResponse(text, content_type=CALENDAR)
        response.headers["Content-Disposition"] = 'inline; filename="essor-clotures.ics"'
        return response

    return sending.answer(request, asked.etag(request.path, root), make, asked.notices)


def _links(request: HttpRequest, asked: Asked) -> dict[str, str]:
    root = _root(request)
    return {
        "root": f"{root}/",
        "page": f"{root}{asked.criteria.url()}",
        "self": f"{root}{asked.criteria.url(request.path)}",
    }


@require_safe
def search_description(request: HttpRequest) -> HttpResponse:
    """How browsers search this site (OpenSearch 1.1)."""
    address = request.build_absolute_uri(reverse("search"))
    return render(request, "offers/opensearch.xml", {"search_url": address}, content_type=SEARCH)


@require_safe
def oembed(request: HttpRequest) -> HttpResponseBase:
    """Describe the card of an offer to a site that wants to show it (oEmbed 1.0, JSON only)."""
    asked = request.GET.get("format", "json")
    if asked != "json":
        return sending.plain("Seul le format JSON est servi.", 501)
    address = request.GET.get("url", "")
    if not address:
        return sending.plain("Le paramètre « url » manque.", 400)
    offer = cards.offer_at(address, request.get_host(), request.user)
    if offer is None:
        return sending.plain("Aucune offre n’a cette adresse.", 404)
    size = cards.frame(
        offer.title, request.GET.get("maxwidth", ""), request.GET.get("maxheight", "")
    )
    response = JsonResponse(cards.described(offer, size, request))
    sending.as_data(response)
    return response


@require_safe
@xframe_options_exempt
def card(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an offer as a small card, made to stand inside the page of another site."""
    offers = visible_to(request.user).filter(reference__iexact=reference)
    found = offers.select_related("structure__entity").first()
    if found is None:
        raise Http404("Cette offre n’existe pas ou n’est plus diffusée.")
    context = {
        "row": rows_of([found], current())[0],
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    response = render(request, "offers/oembed_card.html", context)
    response.headers["Content-Security-Policy"] = cards.POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response
