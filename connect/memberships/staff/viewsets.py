"""Sets of management pages: who belongs to what, who animates which network, domains, « référencements »."""

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn

from connect.common import history
from connect.common.staff.viewsets import StaffViewSet, kept
from connect.memberships import domains, services
from connect.memberships.enums import Answer, ClaimState, Role
from connect.memberships.models import Claim, Membership, NetworkAnimator, StructureDomain
from connect.memberships.staff.forms import DomainForm, PersonNamedForm
from connect.structures.choosers import structure_chooser_viewset
from connect.structures.models import LocalNetwork

Links = Mapping[str, Collection[models.Model]]
PERSON = Column("user", label="Personne", sort_key="user__last_name")
STRUCTURE = Column("structure", label="Structure", sort_key="structure__name")
ENDED = "Ce rattachement est déjà terminé."


class StandingFilters(WagtailFilterSet):
    """Those that stand, or those that ended."""

    standing = django_filters.ChoiceFilter(
        label="Encore valable", choices=(("oui", "Oui"), ("non", "Terminé")), method="that_stand"
    )

    def that_stand(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep one or the other."""
        return rows.filter(ended_at__isnull=value == "oui")


class MembershipFilters(StandingFilters):
    """Filters of the memberships."""

    role = django_filters.ChoiceFilter(label="Rôle", choices=Role.choices)

    class Meta:
        model = Membership
        fields: list[str] = []


class AnimatorFilters(StandingFilters):
    """Filters of the animators."""

    network = django_filters.ModelChoiceFilter(
        label="Réseau local", queryset=LocalNetwork.objects.order_by("name")
    )

    class Meta:
        model = NetworkAnimator
        fields: list[str] = []


def _save_membership(membership: Any, links: Links, by: Any) -> None:
    if not membership.pk:
        made = services.add_by_staff(membership.user, membership.structure, membership.role, by=by)
        membership.pk = made.membership.pk
        membership.refresh_from_db()
        history.record(membership, "wagtail.create", history.changes_of(membership, None, {}), by)
        return
    stored = Membership.objects.get(pk=membership.pk)
    if stored.ended_at is not None:
        raise ValidationError(ENDED)
    if membership.is_finished:
        services.end_by_staff(stored, by=by)
    else:
        services.set_role_by_staff(stored, membership.role, by=by)
    after = Membership.objects.get(pk=membership.pk)
    if changes := history.changes_of(after, stored, {}):
        history.record(after, "wagtail.edit", changes, by)


class MembershipViewSet(StaffViewSet):
    """Who belongs to which structure."""

    model = Membership
    name = "rattachements"
    icon = "group"
    menu_label = "Membres des structures"
    menu_order = 10
    filterset_class = MembershipFilters
    related = ("user", "structure")
    ordering = ("-began_at", "-pk")
    search_fields = ("user__email", "user__last_name", "structure__name", "structure__reference")
    list_display = (
        PERSON,
        STRUCTURE,
        Column("get_role_display", label="Rôle", sort_key="role"),
        Column("get_origin_display", label="Entrée par", sort_key="origin"),
        DateColumn("began_at", label="Depuis", sort_key="began_at"),
        DateColumn("ended_at", label="Jusqu’à", sort_key="ended_at"),
    )
    list_export = (
        "user.email", "user", "structure.reference", "structure.name", "get_role_display", "get_origin_display",
        "began_at", "ended_at",
    )  # fmt: skip
    export_headings = {"get_role_display": "Rôle", "get_origin_display": "Entrée par"}
    export_filename = "rattachements"
    save_with = staticmethod(_save_membership)
    base_form_class = PersonNamedForm
    panels = [
        FieldPanel("address"),
        FieldPanel("structure", widget=structure_chooser_viewset.widget_class),
        FieldPanel("role"),
    ]
    edit_panels = [
        kept("user"),
        kept("structure"),
        kept("origin"),
        kept("ended_at"),
        FieldPanel("role"),
        FieldPanel("finished"),
    ]


def _save_animator(animator: Any, links: Links, by: Any) -> None:
    if not animator.pk:
        made = services.start_animation(animator.user, animator.network)
        animator.pk = made.pk
        animator.refresh_from_db()
        history.record(animator, "wagtail.create", history.changes_of(animator, None, {}), by)
        return
    stored = NetworkAnimator.objects.get(pk=animator.pk)
    if stored.ended_at is not None:
        raise ValidationError("Cette animation est déjà terminée.")
    if animator.is_finished:
        services.end_animation(stored)
        after = NetworkAnimator.objects.get(pk=animator.pk)
        history.record(after, "wagtail.edit", history.changes_of(after, stored, {}), by)


class NetworkAnimatorViewSet(StaffViewSet):
    """Who animates which local network: rights over the structures of its territory."""

    model = NetworkAnimator
    name = "animateurs"
    icon = "globe"
    menu_label = "Animateurs de réseaux"
    menu_order = 20
    filterset_class = AnimatorFilters
    related = ("user", "network")
    ordering = ("network__name", "pk")
    search_fields = ("user__email", "user__last_name", "network__name")
    list_display = (
        PERSON,
        Column("network", label="Réseau local", sort_key="network__name"),
        DateColumn("began_at", label="Depuis", sort_key="began_at"),
        DateColumn("ended_at", label="Jusqu’à", sort_key="ended_at"),
    )
    list_export = ("user.email", "user", "network", "began_at", "ended_at")
    export_filename = "animateurs"
    save_with = staticmethod(_save_animator)
    base_form_class = PersonNamedForm
    panels = [FieldPanel("address"), FieldPanel("network")]
    edit_panels = [kept("user"), kept("network"), kept("ended_at"), FieldPanel("finished")]


def _save_domain(domain: Any, links: Links, by: Any) -> None:
    if domain.is_finished:
        domains.withdraw_domain(domain.pk, domain.structure, by=by)


class DomainFilters(WagtailFilterSet):
    """Filters of the domains."""

    state = django_filters.ChoiceFilter(label="État", choices=Answer.choices)

    class Meta:
        model = StructureDomain
        fields: list[str] = []


class StructureDomainViewSet(StaffViewSet):
    """Domains whose addresses let people into a structure; they are confirmed on the Monday page."""

    model = StructureDomain
    name = "domaines"
    icon = "mail"
    menu_label = "Domaines"
    menu_order = 30
    filterset_class = DomainFilters
    related = ("structure", "asked_by")
    ordering = ("domain", "pk")
    search_fields = ("domain", "structure__name")
    list_display = (
        "domain",
        STRUCTURE,
        Column("get_state_display", label="État", sort_key="state"),
        DateColumn("asked_at", label="Demandé", sort_key="asked_at"),
    )
    list_export = (
        "domain",
        "structure.reference",
        "structure.name",
        "get_state_display",
        "asked_at",
    )
    export_headings = {"get_state_display": "État"}
    export_filename = "domaines"
    save_with = staticmethod(_save_domain)
    base_form_class = DomainForm
    panels = [kept("domain"), kept("structure"), kept("state"), FieldPanel("finished")]


def _refuse_claim(claim: Any, links: Links, by: Any) -> None:
    raise ValidationError("Un référencement se décide sur la page du lundi.")


class ClaimFilters(WagtailFilterSet):
    """Filters of the « référencements »."""

    state = django_filters.ChoiceFilter(label="État", choices=ClaimState.choices)

    class Meta:
        model = Claim
        fields: list[str] = []


class ClaimViewSet(StaffViewSet):
    """What was asked by « Se référencer », and what became of it; decided on the Monday page."""

    model = Claim
    name = "referencements"
    icon = "form"
    menu_label = "Référencements"
    menu_order = 40
    filterset_class = ClaimFilters
    related = ("structure", "user")
    ordering = ("-made_at", "-pk")
    search_fields = ("name", "structure__name", "address")
    inspect_view_enabled = True
    inspect_view_fields = [
        "structure", "name", "nature", "commune", "website", "email", "description", "position", "address", "user",
        "state", "made_at", "confirmed_at", "decided_at", "decided_by", "motive",
    ]  # fmt: skip
    list_display = (
        Column("subject", label="Structure"),
        Column("position", label="Fonction"),
        Column("get_state_display", label="État", sort_key="state"),
        DateColumn("made_at", label="Écrit", sort_key="made_at"),
        DateColumn("decided_at", label="Décidé", sort_key="decided_at"),
    )
    list_export = ("subject", "position", "get_state_display", "made_at", "decided_at", "motive")
    export_headings = {"get_state_display": "État", "subject": "Structure"}
    export_filename = "referencements"
    save_with = staticmethod(_refuse_claim)
    panels = [kept("name"), kept("position")]
