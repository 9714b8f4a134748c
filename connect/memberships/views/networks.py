"""« Mon réseau local »: the structures of the territory that a person animates."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.accounts.signed_in import person_of
from connect.common.clock import today
from connect.memberships.selectors import held, in_networks, networks_of
from connect.memberships.views.answering import private_page
from connect.structures.models import LocalNetwork, Structure

PER_PAGE = 30
# A sheet that nobody verified for this long is to be looked at.
FRESH = datetime.timedelta(days=365)


@dataclass(frozen=True)
class View:
    """One way to look at the list.

    Attributes:
        key: in the address.
        label: on the link.
        empty: said when nothing answers.
    """

    key: str
    label: str
    empty: str


VIEWS = (
    View("", "Toutes", "Aucune structure n’a son siège sur ce territoire."),
    View("a-verifier", "À vérifier", "Toutes les fiches ont été vérifiées depuis moins d’un an."),
    View("sans-personne", "Sans personne", "Chaque structure a quelqu’un qui tient sa fiche."),
)


def _condition(key: str) -> Q:
    if key == "a-verifier":
        return Q(verified_on__isnull=True) | Q(verified_on__lt=today() - FRESH)
    return Q(is_held=False) if key == "sans-personne" else Q()


def _listed(networks: QuerySet[LocalNetwork]) -> QuerySet[Structure]:
    ours = Structure.objects.filter(in_networks(networks)).annotate(
        is_held=held(),
        members=Count(
            "memberships",
            filter=Q(memberships__ended_at__isnull=True, memberships__user__is_active=True),
        ),
    )
    return ours.select_related("department").order_by("name", "pk")


@login_required
@require_safe
def my_networks(request: HttpRequest) -> HttpResponse:
    """List the structures of the territory, with how fresh their sheets are and whether somebody holds them.

    Raises:
        Http404: for who animates no network.
    """
    networks = list(networks_of(person_of(request)).select_related("territory").order_by("name"))
    if not networks:
        raise Http404("Cette page n’existe pas.")
    asked = request.GET.get("vue", "")
    view = next((one for one in VIEWS if one.key == asked), VIEWS[0])
    listed = _listed(networks_of(person_of(request)))
    counts = listed.order_by().aggregate(
        **{
            f"view_{index}": Count("pk", filter=_condition(one.key))
            for index, one in enumerate(VIEWS)
        }
    )
    page = Paginator(listed.filter(_condition(view.key)), PER_PAGE)
    here = reverse("my-networks")
    context = {
        "networks": networks,
        "page": page.get_page(request.GET.get("page")),
        "view": view,
        "views": [
            {
                "label": one.label,
                "count": counts[f"view_{index}"],
                "url": f"{here}?{urlencode({'vue': one.key})}" if one.key else here,
                "current": one is view,
            }
            for index, one in enumerate(VIEWS)
        ],
        "base_url": f"{here}?{urlencode({'vue': view.key})}&" if view.key else f"{here}?",
        "fresh_since": today() - FRESH,
    }
    return private_page(request, "memberships/my_networks.html", context)
