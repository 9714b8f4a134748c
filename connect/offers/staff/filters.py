"""Filters of the lists of offers and calls."""

import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from connect.common.clock import today
from connect.offers.enums import CallState, HiddenMotive, Kind, Status
from connect.offers.models import Offer
from connect.offers.selectors import open_on
from connect.structures.models import Structure
from connect.taxonomy.enums import Level, Reach
from connect.taxonomy.models import AccompanimentType, FundingType, Territory

STALE_AFTER = datetime.timedelta(days=365)


def not_verified_for_a_year(day: datetime.date | None = None) -> Q:
    """Condition of an offer that nobody verified within a year, or ever."""
    return Q(verified_on__isnull=True) | Q(verified_on__lt=(day or today()) - STALE_AFTER)


class CommonFilters(WagtailFilterSet):
    """What offers and calls are both filtered by."""

    status = django_filters.MultipleChoiceFilter(label="État", choices=Status.choices)
    hidden_motive = django_filters.ChoiceFilter(
        label="Motif de non-diffusion", choices=HiddenMotive.choices
    )
    department = django_filters.ModelChoiceFilter(
        label="Département de la structure",
        field_name="structure__department",
        queryset=Territory.objects.filter(level=Level.DEPARTMENT).order_by("code"),
    )
    reach = django_filters.ChoiceFilter(label="Portée", choices=Reach.choices)
    structure = django_filters.ModelChoiceFilter(
        label="Structure", queryset=Structure.objects.order_by("name", "reference")
    )
    stale = django_filters.BooleanFilter(label="Non vérifiée depuis un an", method="filter_stale")

    class Meta:
        model = Offer
        fields: list[str] = []

    def filter_stale(
        self, offers: QuerySet[Offer], name: str, value: bool | None
    ) -> QuerySet[Offer]:
        """Keep the offers to verify again, or the others."""
        return offers if value is None else (
            offers.filter(not_verified_for_a_year()) if value else offers.exclude(not_verified_for_a_year())
        )  # fmt: skip


class OfferFilters(CommonFilters):
    """Filters of financings and accompaniments."""

    kind = django_filters.ChoiceFilter(
        label="Nature", choices=[choice for choice in Kind.choices if choice[0] != Kind.CALL]
    )
    funding_type = django_filters.ModelChoiceFilter(
        label="Type de financement", queryset=FundingType.objects.order_by("order", "label")
    )
    accompaniment_types = django_filters.ModelChoiceFilter(
        label="Type d’accompagnement", queryset=AccompanimentType.objects.order_by("order", "label")
    )


class CallFilters(CommonFilters):
    """Filters of calls for projects."""

    stage = django_filters.ChoiceFilter(
        label="Avancement", choices=CallState.choices, method="filter_stage"
    )

    def filter_stage(self, calls: QuerySet[Offer], name: str, value: Any) -> QuerySet[Offer]:
        """Keep the calls to come, open or closed today."""
        day = today()
        conditions = {
            CallState.OPEN: open_on(day),
            CallState.CLOSED: Q(closes_on__lt=day),
            CallState.UPCOMING: Q(opens_on__gt=day),
        }
        return calls.filter(conditions[CallState(value)])
