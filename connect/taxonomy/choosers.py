"""Window of the management pages in which a territory is chosen among thousands."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from connect.taxonomy.places import fold


class TerritoryFilterForm(BaseFilterForm):
    """Search by name or code, and by level."""

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Nom ou code"}),
    )
    niveau = forms.ChoiceField(
        label="Niveau", required=False, choices=[("", "Tous les niveaux"), *Level.choices]
    )

    def filter(self, objects: QuerySet[Territory]) -> QuerySet[Territory]:
        """Keep the territories whose name holds what was typed, or whose code begins with it."""
        objects = super().filter(objects)
        level, typed = self.cleaned_data.get("niveau"), (self.cleaned_data.get("q") or "").strip()
        if level:
            objects = objects.filter(level=level)
        if typed:
            self.search_query, self.is_searching = typed, True
            by_name = objects.filter(folded_name__contains=fold(typed))
            objects = by_name | objects.filter(code__startswith=typed)
        return objects


class _TerritoriesListed:
    filter_form_class = TerritoryFilterForm
    ordering = ("name", "code")

    def get_object_list(self) -> QuerySet[Territory]:
        return Territory.objects.select_related("parent")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]  # of the view it is mixed into
            Column("level", label="Niveau", accessor="get_level_display"),
            Column("code", label="Code"),
        ]


class TerritoryChooseView(_TerritoriesListed, ChooseView):
    """The window itself."""


class TerritoryChooseResultsView(_TerritoriesListed, ChooseResultsView):
    """The list inside the window, refreshed as one types."""


class TerritoryChooserViewSet(ChooserViewSet):
    """Chooser of territories."""

    model = Territory
    icon = "globe"
    choose_one_text = "Choisir un territoire"
    choose_another_text = "Choisir un autre territoire"
    edit_item_text = "Modifier ce territoire"
    choose_view_class = TerritoryChooseView
    choose_results_view_class = TerritoryChooseResultsView


territory_chooser_viewset = TerritoryChooserViewSet("choisir-territoire")
