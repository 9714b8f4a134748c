"""Sets of management pages of the catalogue: offers and calls are two lists of one table."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables import StatusTagColumn as _StatusTagColumn

from connect.common.french import day_long
from connect.common.staff.viewsets import StaffViewSet
from connect.offers import services
from connect.offers.enums import Kind, Status
from connect.offers.models import Offer
from connect.offers.selectors import call_state
from connect.offers.staff.filters import CallFilters, OfferFilters
from connect.offers.staff.forms import panels_of
from connect.offers.staff.views import OfferCreateView, OfferEditView, OfferIndexView


def _save_offer(offer: Offer, links: Mapping[str, Collection[models.Model]], by: Any) -> None:
    services.save_offer(offer, links=links, by=by)


def stage_of(offer: Offer) -> str:
    """Where a call stands today, in words."""
    state = call_state(offer)
    return str(state.label) if state else ""


STATUS = _StatusTagColumn(
    "status",
    label="État",
    accessor="get_status_display",
    sort_key="status",
    primary=lambda offer: offer.status == Status.VISIBLE,
)
STRUCTURE = Column("structure", label="Structure", sort_key="structure__name")
VERIFIED = DateColumn("verified_on", label="Vérifiée le", sort_key="verified_on")


def closing_of(offer: Offer) -> str:
    """The day a call closes, in full: Wagtail's own column speaks of the past only."""
    return day_long(offer.closes_on) if offer.closes_on else ""


EXPORTED = (
    "reference", "get_kind_display", "title", "structure.reference", "structure.name", "funding_type",
    "get_reach_display", "amount_min", "amount_max", "rate_max", "opens_on", "closes_on", "get_status_display",
    "get_hidden_motive_display", "hidden_note", "recorded_on", "verified_on", "link", "email", "phone", "summary",
)  # fmt: skip


class _CatalogueViewSet(StaffViewSet):
    """What the two lists share."""

    model = Offer
    index_view_class = OfferIndexView
    add_view_class = OfferCreateView
    edit_view_class = OfferEditView
    related = ("structure", "funding_type")
    search_fields = ("reference", "title", "structure__name")
    index_template_name = "management/offer_index.html"
    list_export = EXPORTED
    export_headings = {
        "get_kind_display": "Nature",
        "structure.reference": "Référence de la structure",
        "structure.name": "Structure",
        "get_reach_display": "Portée",
        "get_status_display": "État",
        "get_hidden_motive_display": "Motif de non-diffusion",
    }
    save_with = staticmethod(_save_offer)
    kinds: tuple[str, ...] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Every view knows the kinds of its list."""
        found: dict[str, Any] = super().get_common_view_kwargs(**{"kinds": self.kinds, **kwargs})
        return found

    def get_edit_handler(self) -> Any:
        """A form of the first kind; each view then takes that of its offer."""
        return panels_of(self.kinds[0], editing=False)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The panels decide of the form, not the set."""
        return super().get_add_view_kwargs(**{"form_class": None, **kwargs})

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The panels decide of the form, not the set."""
        return super().get_edit_view_kwargs(**{"form_class": None, **kwargs})


class OfferViewSet(_CatalogueViewSet):
    """Financings and accompaniments."""

    name = "offres"
    icon = "tag"
    menu_label = "Offres"
    menu_order = 10
    kinds = (Kind.FUNDING, Kind.ACCOMPANIMENT)
    filterset_class = OfferFilters
    ordering = ("title", "reference")
    list_display = (
        "title",
        "reference",
        "kind",
        Column("funding_type", label="Type", sort_key="funding_type__order"),
        STRUCTURE,
        STATUS,
        VERIFIED,
    )
    export_filename = "offres"


class CallViewSet(_CatalogueViewSet):
    """Calls for projects."""

    name = "appels"
    icon = "date"
    menu_label = "Appels à projets"
    menu_order = 20
    kinds = (Kind.CALL,)
    filterset_class = CallFilters
    ordering = ("-closes_on", "reference")
    list_display = (
        "title",
        "reference",
        STRUCTURE,
        Column("closing", label="Clôture", accessor=closing_of, sort_key="closes_on"),
        Column("stage", label="Avancement", accessor=stage_of),
        STATUS,
    )
    export_filename = "appels-a-projets"
