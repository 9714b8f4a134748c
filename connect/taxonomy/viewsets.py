"""Management pages of the vocabularies and of the territories' names."""

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django.db import models
from django.forms import CheckboxSelectMultiple
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column

from connect.common.staff.viewsets import StaffViewSet, kept
from connect.taxonomy import services
from connect.taxonomy.enums import Level
from connect.taxonomy.models import (
    AccompanimentType,
    FundedObject,
    FundingType,
    Need,
    Phase,
    Sector,
    StructureType,
    Term,
    Territory,
    Theme,
)
from connect.taxonomy.naming import rename_territory

Links = Mapping[str, Collection[models.Model]]


def _save_term(term: Term, links: Links, by: Any) -> None:
    services.save_term(term, links=links, by=by)


def _mapping(*names: str) -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel(name, widget=CheckboxSelectMultiple) for name in names],
        heading="Ce que ce mot atteint dans le catalogue",
    )


class TermViewSet(StaffViewSet):
    """Management pages of one vocabulary.

    Attributes:
        extra: panels of the fields that this vocabulary has besides the common ones.
    """

    icon = "tag"
    ordering = ("order", "label")
    search_fields = ("label", "code", "help_text")
    list_display: Any = ("label", "code", "help_text", "order")
    list_export: Any = ("code", "label", "help_text", "order")
    save_with = staticmethod(_save_term)
    extra: list[Any] = []

    @property
    def panels(self) -> list[Any]:  # type: ignore[override]  # built from `extra`
        """The creation form: the code is chosen once."""
        return [FieldPanel("code"), *self._common()]

    @property
    def edit_panels(self) -> list[Any]:  # type: ignore[override]  # built from `extra`
        """The edit form: the code stands."""
        return [kept("code"), *self._common()]

    def _common(self) -> list[Any]:
        return [FieldPanel("label"), *self.extra, FieldPanel("help_text"), FieldPanel("order")]


class NeedViewSet(TermViewSet):
    """Needs in people's words."""

    model = Need
    name = "besoins"
    export_filename = "besoins"
    extra = [
        FieldPanel("includes_calls"),
        _mapping("funding_types", "accompaniment_types", "objects_funded", "themes"),
    ]


class ThemeViewSet(TermViewSet):
    """Themes on two levels."""

    model = Theme
    name = "themes"
    related = ("parent",)
    list_display = ("label", Column("parent", label="Thème principal"), "code", "order")
    list_export = ("code", "label", "parent", "help_text", "order")
    export_filename = "themes"
    extra = [
        FieldPanel("parent"),
        _mapping("funding_types", "accompaniment_types", "objects_funded"),
    ]


class FundingTypeViewSet(TermViewSet):
    """The five types of funding: their words change, their number does not."""

    model = FundingType
    name = "types-de-financement"
    list_display = ("label", "plural_label", "code", "order")
    list_export = ("code", "label", "plural_label", "help_text", "order")
    export_filename = "types-de-financement"
    extra = [FieldPanel("plural_label")]


class AccompanimentTypeViewSet(TermViewSet):
    """Types of accompaniment."""

    model = AccompanimentType
    name = "types-d-accompagnement"
    export_filename = "types-d-accompagnement"


class StructureTypeViewSet(TermViewSet):
    """Kinds of organisations that offers are meant for."""

    model = StructureType
    name = "types-de-structures"
    list_display = ("label", "group", "code", "order")
    list_export = ("code", "label", "get_group_display", "help_text", "order")
    export_headings = {"get_group_display": "Famille"}
    export_filename = "types-de-structures"
    extra = [FieldPanel("group"), FieldPanel("employs")]


class SectorViewSet(TermViewSet):
    """Sectors of activity."""

    model = Sector
    name = "secteurs"
    export_filename = "secteurs"


class PhaseViewSet(TermViewSet):
    """Moments in the life of a project."""

    model = Phase
    name = "etapes"
    list_display = ("label", "short_label", "code", "order")
    list_export = ("code", "label", "short_label", "help_text", "order")
    export_filename = "etapes"
    extra = [FieldPanel("short_label")]


class FundedObjectViewSet(TermViewSet):
    """What the money may pay for."""

    model = FundedObject
    name = "objets-finances"
    export_filename = "objets-finances"


def _rename(territory: Territory, links: Links, by: Any) -> None:
    rename_territory(territory, by=by)


class TerritoryFilters(WagtailFilterSet):
    """Filters of the list of territories."""

    level = django_filters.ChoiceFilter(label="Niveau", choices=Level.choices)
    in_scope = django_filters.BooleanFilter(label="Dans le territoire de la chambre")

    class Meta:
        model = Territory
        fields: list[str] = []


class TerritoryViewSet(StaffViewSet):
    """Names of territories; the rest comes from the official lists."""

    model = Territory
    name = "territoires"
    icon = "globe"
    related = ("parent",)
    ordering = ("name", "code")
    filterset_class = TerritoryFilters
    search_fields = ("name", "folded_name", "code")
    list_display = (
        "name",
        "code",
        "level",
        Column("parent", label="Dans", sort_key="parent__name"),
    )
    list_export = ("level", "code", "name", "parent", "population", "in_scope")
    export_filename = "territoires"
    save_with = staticmethod(_rename)
    panels = [FieldPanel("name")]
    edit_panels = [
        FieldPanel("name"),
        kept("code"),
        kept("level"),
        kept("parent"),
        kept("population"),
    ]
    menu_label = "Territoires"
