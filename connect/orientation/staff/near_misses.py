"""« Presque éligible »: the offers that orientations missed by one criterion, and which."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from connect.common.clock import today
from connect.common.staff.exports import NeutralExportMixin
from connect.offers import permissions
from connect.offers.models import Offer
from connect.orientation.enums import Criterion

# Nobody misses an offer by its need: an offer that answers another need is not close.
SHOWN = tuple(one for one in Criterion if one != Criterion.NEEDS)


def offers_by_near_misses(since: datetime.date) -> QuerySet[Offer]:
    """Offers missed at least once since a month, the most missed first, with a count for each criterion.

    Args:
        since: first day of the first month counted.
    """
    recent = Q(near_misses__month__gte=since)

    def total(condition: Q) -> Any:
        return Coalesce(Sum("near_misses__count", filter=condition), 0, output_field=IntegerField())

    counts = {
        f"missed_{one.value}": total(recent & Q(near_misses__criterion=one.value)) for one in SHOWN
    }
    return (
        Offer.objects.annotate(missed=total(recent), **counts)
        .filter(missed__gt=0)
        .select_related("structure")
        .order_by("-missed", "reference")
    )


class NearMissView(NeutralExportMixin, ReportView):
    """The list, for staff who write offers; the last twelve months."""

    page_title = "Presque éligibles"
    header_icon = "crosshairs"
    index_url_name = "near-misses"
    index_results_url_name = "near-misses-results"
    default_ordering = None
    is_searchable = False
    columns = [
        TitleColumn("title", label="Offre", url_name="offres:edit"),
        Column("reference", label="Référence"),
        Column("structure", label="Structure"),
        Column("missed", label="Orientations"),
        *(Column(f"missed_{one.value}", label=one.label) for one in SHOWN),
    ]
    list_export = [
        "reference",
        "title",
        "structure",
        "missed",
        *(f"missed_{one.value}" for one in SHOWN),
    ]
    export_headings = {
        "reference": "Référence",
        "title": "Offre",
        "structure": "Structure",
        "missed": "Orientations",
        **{f"missed_{one.value}": str(one.label) for one in SHOWN},
    }
    export_filename = "presque-eligibles"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open to whoever may write offers.

        Raises:
            PermissionDenied: for the others.
        """
        if not permissions.may_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # Wagtail is untyped

    def get_queryset(self) -> QuerySet[Offer]:
        """The last twelve months, this one included."""
        month = today().replace(day=1)
        return offers_by_near_misses(month.replace(year=month.year - 1))
