"""The page of an offer, of a call, and the list of calls."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex, current
from connect.offers.catalogue.rows import OfferRow, rows_of
from connect.offers.enums import CallState
from connect.offers.linked import linked_to
from connect.offers.models import Offer
from connect.offers.neighbours import neighbours_of
from connect.offers.selectors import call_state, visible_to
from connect.offers.views.visits import note_visit
from connect.taxonomy.models import Theme
from connect.taxonomy.selectors import themes_tied_to
from connect.visits.models import Subject


@require_safe
def offer(request: HttpRequest, reference: str, slug: str = "") -> HttpResponseBase:
    """Show one offer at its one address; an older or misspelt address leads there."""
    found = (
        visible_to(request.user)
        .filter(reference__iexact=reference)
        .select_related(
            "structure__entity", "structure__department", "structure__local_network", "funding_type"
        )
        .prefetch_related(
            "accompaniment_types",
            "structure_types",
            "sectors",
            "phases",
            "objects_funded",
            "territories",
        )
        .first()
    )
    if found is None:
        raise Http404("Cette offre n’existe pas ou n’est plus diffusée.")
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    index = current()
    context = {
        "offer": found,
        "row": rows_of([found], index)[0],
        "themes": _themes_of(found),
        "neighbours": rows_of(neighbours_of(found, index, request.user), index),
        "linked": linked_to(found, request.user),
    }
    page = render(request, "offers/offer_detail.html", context)
    note_visit(request, Subject.OFFER, found.pk, found.structure)
    return page


def _themes_of(offer: Offer) -> list[Theme]:
    return list(
        themes_tied_to(
            [offer.funding_type_id] if offer.funding_type_id else [],
            [one.pk for one in offer.accompaniment_types.all()],
            [one.pk for one in offer.objects_funded.all()],
        )
    )


@dataclass(frozen=True)
class Month:
    """The calls that close in one month."""

    first_day: date
    rows: list[OfferRow]


STATES = {
    "en-cours": (CallState.OPEN, "En cours"),
    "a-venir": (CallState.UPCOMING, "À venir"),
    "clos": (CallState.CLOSED, "Clos"),
}


@dataclass(frozen=True)
class Tab:
    """One state of calls, with its number."""

    label: str
    url: str
    count: int
    current: bool


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls by closing date, month by month."""
    asked = request.GET.get("etat", "en-cours")
    notice = ""
    if asked not in STATES:
        notice = "Ce choix n’existe pas ; voici les appels en cours."
        asked = "en-cours"
    index = current()
    opened, upcoming, closed = index.calls(today())
    by_state = {"en-cours": opened, "a-venir": upcoming, "clos": closed}
    tabs = [
        Tab(
            label,
            "/appels/" if key == "en-cours" else f"/appels/?etat={key}",
            len(by_state[key]),
            key == asked,
        )
        for key, (_, label) in STATES.items()
    ]
    months = _by_month(index, list(by_state[asked]), request, STATES[asked][0])
    context = {
        "tabs": tabs,
        "months": months,
        "state": asked,
        "notice": notice,
        "total": len(by_state[asked]),
    }
    return render(request, "offers/calls.html", context)


def _by_month(
    index: CatalogueIndex, pks: list[int], request: HttpRequest, state: CallState
) -> list[Month]:
    order = ["-closes_on", "reference"] if state == CallState.CLOSED else ["closes_on", "reference"]
    offers: list[Offer] = list(
        visible_to(request.user)
        .filter(pk__in=pks)
        .select_related("structure__entity")
        .order_by(*order)
    )
    months: dict[date, list[OfferRow]] = {}
    for row in rows_of(offers, index):
        closes = row.offer.closes_on
        # The index may be a moment older than the rows: keep only what is in the state asked.
        if closes is not None and call_state(row.offer) == state:
            months.setdefault(closes.replace(day=1), []).append(row)
    return [Month(first_day, rows) for first_day, rows in months.items()]
