"""Management pages of structures, entities and local networks."""

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets import Button

from connect.common.staff.viewsets import StaffIndexView, StaffViewSet, kept
from connect.structures import directory, services
from connect.structures.enums import Nature
from connect.structures.models import Entity, LocalNetwork, Structure
from connect.taxonomy.choosers import territory_chooser_viewset
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

Links = Mapping[str, Collection[models.Model]]
LEVELS = {"department": Level.DEPARTMENT, "commune": Level.COMMUNE, "epci": Level.EPCI}


class StructureForm(WagtailAdminModelForm):
    """Form of a structure; each territory must be of its level."""

    def clean(self) -> dict[str, Any]:
        """Refuse a commune in the place of a department, and the like."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, level in LEVELS.items():
            territory = cleaned.get(name)
            if territory is not None and territory.level != level:
                self.add_error(name, f"{territory} n’est pas de ce niveau : choisissez un territoire de niveau "
                               f"« {Level(level).label} ».")  # fmt: skip
        return cleaned


class StructureFilters(WagtailFilterSet):
    """Filters of the list of structures."""

    nature = django_filters.ChoiceFilter(label="Nature", choices=Nature.choices)
    department = django_filters.ModelChoiceFilter(
        label="Département",
        queryset=Territory.objects.filter(level=Level.DEPARTMENT).order_by("code"),
    )
    local_network = django_filters.ModelChoiceFilter(
        label="Réseau local", queryset=LocalNetwork.objects.order_by("name")
    )
    is_funder = django_filters.BooleanFilter(label="Finance")
    is_accompanier = django_filters.BooleanFilter(label="Accompagne")
    is_orienter = django_filters.BooleanFilter(label="Accueille et oriente")
    is_public = django_filters.BooleanFilter(label="Visible du public")

    class Meta:
        model = Structure
        fields: list[str] = []


class StructureIndexView(StaffIndexView):
    """List of structures, with their number of offers; those that were merged away are left out."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """The structures with their number of recorded offers."""
        found: QuerySet[Any] = super().get_base_queryset().filter(merged_into__isnull=True)
        counted: QuerySet[Any] = found.annotate(recorded=Count("offers"))
        return counted

    def get_list_more_buttons(self, instance: Structure) -> list[Any]:
        """The usual ones, and the merge for whoever validates."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.request.user.has_perm("offers.validate_offer"):
            buttons.append(
                Button(
                    "Fusionner dans une autre…",
                    url=reverse("structure-merge", args=[instance.pk]),
                    icon_name="group",
                    priority=60,
                )
            )
        return buttons


def _save_structure(structure: Structure, links: Links, by: Any) -> None:
    if not structure.pk:
        structure.reference = directory.next_reference()
        structure.slug = directory.free_slug(Structure, structure.name)
    services.save_structure(structure, by=by)


WHO = [
    FieldPanel("name"),
    FieldPanel("entity"),
    FieldPanel("nature"),
    FieldRowPanel(
        [FieldPanel("is_funder"), FieldPanel("is_accompanier"), FieldPanel("is_orienter")],
        heading="Ce qu’elle fait",
    ),
    FieldPanel("is_cress_member"),
    FieldPanel("description"),
]
WHERE = [
    FieldPanel("department", widget=territory_chooser_viewset.widget_class),
    FieldPanel("commune_name", help_text="Tel qu’il s’affiche sur la fiche."),
    FieldPanel("commune", widget=territory_chooser_viewset.widget_class),
    FieldPanel("epci", widget=territory_chooser_viewset.widget_class),
    FieldPanel("local_network"),
]
CONTACT = [FieldPanel("website"), FieldPanel("email"), FieldPanel("phone")]
FOLLOWED = [FieldPanel("is_public"), FieldPanel("referenced_on"), FieldPanel("verified_on")]


def _panels(first: list[Any]) -> list[Any]:
    return [
        MultiFieldPanel([*first, *WHO], heading="Qui"),
        MultiFieldPanel(WHERE, heading="Où"),
        MultiFieldPanel(CONTACT, heading="La joindre"),
        MultiFieldPanel(FOLLOWED, heading="Suivi"),
    ]


class StructureViewSet(StaffViewSet):
    """Management pages of structures."""

    model = Structure
    name = "structures"
    icon = "group"
    menu_label = "Structures"
    menu_order = 30
    index_view_class = StructureIndexView
    filterset_class = StructureFilters
    related = ("entity", "department")
    ordering = ("name", "reference")
    search_fields = ("name", "reference", "entity__name")
    list_display = (
        "name",
        "reference",
        Column("entity", label="Entité", sort_key="entity__name"),
        Column("department", label="Département", sort_key="department__code"),
        Column("recorded", label="Offres enregistrées", sort_key="recorded"),
        BooleanColumn("is_public", label="Publique", sort_key="is_public"),
        DateColumn("verified_on", label="Vérifiée le", sort_key="verified_on"),
    )
    list_export = (
        "reference", "name", "entity", "get_nature_display", "is_funder", "is_accompanier", "is_orienter",
        "department", "commune_name", "email", "phone", "website", "is_public", "verified_on", "recorded",
    )  # fmt: skip
    export_headings = {"recorded": "Offres enregistrées", "get_nature_display": "Nature"}
    export_filename = "structures"
    save_with = staticmethod(_save_structure)
    base_form_class = StructureForm
    panels = _panels([])
    edit_panels = _panels([kept("reference"), kept("slug")])


def _save_entity(entity: Entity, links: Links, by: Any) -> None:
    if not entity.pk:
        entity.slug = directory.free_slug(Entity, entity.name)
    directory.save_entity(entity, by=by)


class EntityViewSet(StaffViewSet):
    """Management pages of entities."""

    model = Entity
    name = "entites"
    icon = "site"
    menu_label = "Entités"
    menu_order = 40
    ordering = ("name",)
    search_fields = ("name",)
    list_display = ("name", "slug")
    list_export = ("name", "slug")
    export_filename = "entites"
    save_with = staticmethod(_save_entity)
    panels = [FieldPanel("name")]
    edit_panels = [FieldPanel("name"), kept("slug")]


def _save_network(network: LocalNetwork, links: Links, by: Any) -> None:
    stored = LocalNetwork.objects.filter(pk=network.pk).first() if network.pk else None
    if stored is not None and stored.code != network.code:
        raise ValidationError({"code": "Un code ne change plus une fois créé."})
    directory.save_local_network(network, by=by)


class LocalNetworkViewSet(StaffViewSet):
    """Management pages of local networks."""

    model = LocalNetwork
    name = "reseaux-locaux"
    icon = "globe"
    menu_label = "Réseaux locaux"
    menu_order = 50
    related = ("territory",)
    ordering = ("name",)
    search_fields = ("name", "code")
    list_display = ("name", "code", Column("territory", label="Territoire"))
    list_export = ("name", "code", "territory")
    export_filename = "reseaux-locaux"
    save_with = staticmethod(_save_network)
    panels = [
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("territory", widget=territory_chooser_viewset.widget_class),
    ]
    edit_panels = [kept("code"), *panels[1:]]
