"""Windows of the management pages in which an offer is chosen; only what the public sees is listed."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from connect.offers.models import Offer
from connect.offers.selectors import visible_to


class OfferFilterForm(BaseFilterForm):
    """Search by title, reference or structure."""

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Intitulé, référence ou structure"}),
    )

    def filter(self, objects: QuerySet[Offer]) -> QuerySet[Offer]:
        """Keep the offers that contain what was typed."""
        objects = super().filter(objects)
        self.search_query = (self.cleaned_data.get("q") or "").strip()
        if not self.search_query:
            return objects
        self.is_searching = True
        typed = self.search_query
        return objects.filter(
            Q(title__icontains=typed)
            | Q(reference__icontains=typed)
            | Q(structure__name__icontains=typed)
        )


class _OffersListed:
    """What both chooser views share: which offers, and the columns that tell them apart."""

    filter_form_class = OfferFilterForm
    ordering = ("title", "reference")

    def get_object_list(self) -> QuerySet[Offer]:
        return visible_to(None).select_related("structure")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]  # of the view it is mixed into
            Column("kind", label="Nature", accessor="get_kind_display"),
            Column("structure", label="Structure", accessor="structure"),
        ]


class OfferChooseView(_OffersListed, ChooseView):
    """The window itself."""


class OfferChooseResultsView(_OffersListed, ChooseResultsView):
    """The list inside the window, refreshed as one types."""


class OfferChooserViewSet(ChooserViewSet):
    """Chooser of offers."""

    model = Offer
    icon = "tag"
    choose_one_text = "Choisir une offre"
    choose_another_text = "Choisir une autre offre"
    edit_item_text = "Modifier cette offre"
    choose_view_class = OfferChooseView
    choose_results_view_class = OfferChooseResultsView


offer_chooser_viewset = OfferChooserViewSet("choisir-offre")
