"""Window of the management pages in which a structure is chosen."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from connect.structures.models import Structure
from connect.structures.selectors import visible_to


class StructureFilterForm(BaseFilterForm):
    """Search by name, entity or reference."""

    q = forms.CharField(
        label="Rechercher",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Nom, entité ou référence"}),
    )

    def filter(self, objects: QuerySet[Structure]) -> QuerySet[Structure]:
        """Keep the structures that contain what was typed."""
        objects = super().filter(objects)
        typed = (self.cleaned_data.get("q") or "").strip()
        if not typed:
            return objects
        self.search_query, self.is_searching = typed, True
        return objects.filter(
            Q(name__icontains=typed)
            | Q(entity__name__icontains=typed)
            | Q(reference__icontains=typed)
        )


class _StructuresListed:
    filter_form_class = StructureFilterForm
    ordering = ("name", "reference")

    request: Any

    def get_object_list(self) -> QuerySet[Structure]:
        # Who does not write structures learns of public ones only.
        user = self.request.user
        listed = (
            Structure.objects.filter(merged_into__isnull=True)
            if user.has_perm("structures.change_structure")
            else visible_to(user)
        )
        return listed.select_related("entity", "department")

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]  # of the view it is mixed into
            Column("entity", label="Entité", accessor="entity"),
            Column("department", label="Département", accessor="department"),
        ]


class StructureChooseView(_StructuresListed, ChooseView):
    """The window itself."""


class StructureChooseResultsView(_StructuresListed, ChooseResultsView):
    """The list inside the window, refreshed as one types."""


class StructureChooserViewSet(ChooserViewSet):
    """Chooser of structures."""

    model = Structure
    icon = "group"
    choose_one_text = "Choisir une structure"
    choose_another_text = "Choisir une autre structure"
    edit_item_text = "Modifier cette structure"
    choose_view_class = StructureChooseView
    choose_results_view_class = StructureChooseResultsView


structure_chooser_viewset = StructureChooserViewSet("choisir-structure")
