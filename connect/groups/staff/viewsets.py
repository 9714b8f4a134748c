"""Management pages of groups: staff create them, name their first leads from the page of the group, archive them."""

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column

from connect.common.staff.viewsets import StaffIndexView, StaffViewSet, kept
from connect.groups import services
from connect.groups.enums import Kind, Openness, Role
from connect.groups.models import Group
from connect.taxonomy.choosers import territory_chooser_viewset

STANDING = Q(memberships__ended_at__isnull=True, memberships__user__is_active=True)


class GroupForm(WagtailAdminModelForm):
    """Form of a group, with a box to archive it."""

    is_over = forms.BooleanField(
        label="Archivé",
        required=False,
        help_text="Le groupe disparaît du site. Ses membres le lisent encore\u00a0; plus rien n’y change.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Tick the box of a group that is over."""
        super().__init__(*args, **kwargs)
        self.fields["is_over"].initial = self.instance.is_archived

    def save(self, commit: bool = True) -> Group:
        """Date the end, once; take it back when the box is cleared."""
        group: Group = super().save(commit=False)
        over = self.cleaned_data.get("is_over", False)
        if over != group.is_archived:
            group.archived_at = timezone.now() if over else None
        return group


class GroupFilters(WagtailFilterSet):
    """Filters of the list."""

    kind = django_filters.ChoiceFilter(label="Nature", choices=Kind.choices)
    openness = django_filters.ChoiceFilter(label="Ouverture", choices=Openness.choices)
    archived_at = django_filters.BooleanFilter(label="Archivé", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Group
        fields: list[str] = []


class GroupIndexView(StaffIndexView):
    """List of groups, with their numbers of members and of leads: a group without lead answers nobody."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """The groups with these numbers."""
        found: QuerySet[Any] = super().get_base_queryset()
        counted: QuerySet[Any] = found.annotate(
            people=Count("memberships", filter=STANDING, distinct=True),
            leads=Count(
                "memberships", filter=STANDING & ~Q(memberships__role=Role.MEMBER), distinct=True
            ),
            waiting=Count("requests", filter=Q(requests__outcome=""), distinct=True),
        )
        return counted


def _save_group(group: Group, links: Mapping[str, Collection[models.Model]], by: Any) -> None:
    services.save_group(group, links, by)


PANELS = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("kind"), FieldPanel("purpose")], heading="Le groupe"
    ),
    MultiFieldPanel(
        [
            FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
            FieldPanel("territory", widget=territory_chooser_viewset.widget_class),
        ],
        heading="De quoi, où",
    ),
    FieldPanel("openness", widget=forms.RadioSelect),
]


class GroupViewSet(StaffViewSet):
    """Management pages of groups."""

    model = Group
    name = "groupes"
    icon = "group"
    menu_label = "Groupes"
    menu_order = 108
    add_to_admin_menu = True
    index_view_class = GroupIndexView
    filterset_class = GroupFilters
    related = ("territory",)
    ordering = ("name",)
    search_fields = ("name",)
    list_display = (
        "name",
        Column("get_kind_display", label="Nature", sort_key="kind"),
        Column("get_openness_display", label="Ouverture", sort_key="openness"),
        Column("people", label="Membres", sort_key="people"),
        Column("leads", label="Référents", sort_key="leads"),
        Column("waiting", label="Demandes en attente", sort_key="waiting"),
        BooleanColumn("is_archived", label="Archivé", sort_key="archived_at"),
    )
    list_export = (
        "name", "get_kind_display", "get_openness_display", "territory", "people", "leads", "waiting", "is_archived",
    )  # fmt: skip
    export_headings = {
        "get_kind_display": "Nature", "get_openness_display": "Ouverture", "people": "Membres",
        "leads": "Référents", "waiting": "Demandes en attente", "is_archived": "Archivé",
    }  # fmt: skip
    export_filename = "groupes"
    save_with = staticmethod(_save_group)
    base_form_class = GroupForm
    panels = PANELS
    edit_panels = [*PANELS, FieldPanel("is_over"), kept("slug")]
