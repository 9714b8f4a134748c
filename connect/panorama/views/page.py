"""The page « Le catalogue en chiffres et en cartes »."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.common.clock import today
from connect.offers.catalogue.index import current
from connect.offers.catalogue.selection import select
from connect.panorama.charts import charts
from connect.panorama.cover import cover
from connect.panorama.ground import read_ground
from connect.panorama.maps import atlas
from connect.panorama.scopes import SCOPES, read_scope
from connect.panorama.timing import closings, freshness

FIRST_EPCIS = 10


@dataclass(frozen=True)
class Tab:
    """A choice of what is counted."""

    label: str
    url: str
    current: bool
    count: int


@require_safe
def panorama(request: HttpRequest) -> HttpResponse:
    """Show the catalogue in figures and maps, for all offers or for one kind (`?quoi=`)."""
    scope, notice = read_scope(request.GET.get("quoi", ""))
    day = today()
    index = current()
    ground = read_ground(index, request.user)
    chosen = {one.code: select(one.criteria, index, None, day).found for one in SCOPES}
    found = chosen[scope.code]
    places = atlas(scope, index, found, ground)
    path = reverse("panorama")
    tabs = [
        Tab(
            one.label,
            f"{path}?quoi={one.code}" if one.code else path,
            one == scope,
            len(chosen[one.code]),
        )
        for one in SCOPES
    ]
    with_calls = scope.code in {"", "appels"}
    context = {
        "day": day,
        "scope": scope,
        "tabs": tabs,
        "notices": [notice] if notice else [],
        "cover": cover(index, chosen[""], chosen["appels"], ground),
        "atlas": places,
        "first_epcis": places.epcis[:FIRST_EPCIS],
        "other_epcis": places.epcis[FIRST_EPCIS:],
        "charts": charts(scope, index, found),
        "freshness": freshness(index, found, day),
        "closings": closings(index, chosen["appels"], day) if with_calls else None,
        "catalogue_url": scope.criteria.url(reverse("catalogue")),
    }
    return render(request, "panorama/panorama.html", context)
