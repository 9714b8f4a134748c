"""Words that people search and that find nothing: what to name, to add, or to file otherwise."""

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from connect.common.clock import today
from connect.common.staff.exports import NeutralExportMixin
from connect.offers import permissions
from connect.search.tallying import fruitless

SHOWN = datetime.timedelta(days=90)


class FruitlessView(NeutralExportMixin, ReportView):
    """The list, for staff who write offers; the last ninety days."""

    page_title = "Recherches sans résultat"
    header_icon = "search"
    index_url_name = "fruitless-searches"
    index_results_url_name = "fruitless-searches-results"
    default_ordering = None
    is_searchable = False
    columns = [
        Column("words", label="Mots recherchés"),
        Column("total", label="Recherches"),
        DateColumn("last", label="La dernière"),
    ]
    list_export = ["words", "total", "last"]
    export_headings = {"words": "Mots recherchés", "total": "Recherches", "last": "La dernière"}
    export_filename = "recherches-sans-resultat"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Open to whoever may write offers.

        Raises:
            PermissionDenied: for the others.
        """
        if not permissions.may_edit(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # Wagtail is untyped

    def get_queryset(self) -> QuerySet[Any, Any]:
        """What found nothing, the most searched first."""
        return fruitless(today() - SHOWN)
