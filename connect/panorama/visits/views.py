"""The page of visits in `/gestion/`, and its file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from connect.common.clock import today
from connect.offers.opendata.columns import Column, csv_text
from connect.panorama import permissions
from connect.panorama.visits.ranking import (
    DEFAULT,
    PERIODS,
    OfferRead,
    StructureRead,
    rank,
    span_of,
)
from connect.visits.selectors import counted_since

SHOWN = 20
OFFERS: tuple[Column[OfferRead], ...] = (
    Column("Référence", lambda one: one.reference),
    Column("Offre", lambda one: one.title),
    Column("Structure", lambda one: one.structure),
    Column("Visites", lambda one: one.visits),
    Column("Visites reprises de l’ancien site", lambda one: one.imported),
)
STRUCTURES: tuple[Column[StructureRead], ...] = (
    Column("Référence", lambda one: one.reference),
    Column("Structure", lambda one: one.name),
    Column("Visites de sa page", lambda one: one.own),
    Column("Visites de ses offres", lambda one: one.offers),
    Column("Total", lambda one: one.total),
)


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("periode", DEFAULT)
    return asked if asked in PERIODS else DEFAULT


class VisitsView(WagtailAdminTemplateMixin, TemplateView):
    """What is read and what is not, over a period (`?periode=`)."""

    template_name = "panorama/visits/visits.html"
    page_title = "Visites"
    header_icon = "view"
    http_method_names = ("get", "head", "options")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open to the team.

        Raises:
            PermissionDenied: for the others.
        """
        if not permissions.may_see_indicators(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]  # Wagtail is untyped

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures of the period."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        period = _asked(self.request)
        span = span_of(period, today())
        ranking = rank(span)
        export = f"{reverse('visits-export')}?periode={period}"
        return {
            **context,
            "periods": [(key, label, key == period) for key, label in PERIODS.items()],
            "span": span,
            "since": counted_since(),
            "ranking": ranking,
            "most_read": [one for one in ranking.offers if one.visits][:SHOWN],
            "structures": [one for one in ranking.structures if one.total][:SHOWN],
            "unread": ranking.unread[:SHOWN],
            "top_month": max((one.total for one in ranking.months), default=0),
            "offers_url": f"{export}&quoi=offres",
            "structures_url": f"{export}&quoi=structures",
        }


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Every offer, or every structure, with its visits of the period.

    Raises:
        PermissionDenied: for whoever is not of the team.
    """
    if not permissions.may_see_indicators(request.user):
        raise PermissionDenied
    period = _asked(request)
    ranking = rank(span_of(period, today()))
    if request.GET.get("quoi") == "structures":
        text, what = csv_text(STRUCTURES, ranking.structures), "structures"
    else:
        text, what = csv_text(OFFERS, ranking.offers), "offres"
    return HttpResponse(
        "".join(text).encode(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="visites-{what}-{period}-{today()}.csv"',
            "Cache-Control": "private, no-store",
        },
    )
