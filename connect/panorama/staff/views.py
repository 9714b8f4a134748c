"""The page of the indicators in `/gestion/`, and its file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from connect.common.clock import today
from connect.offers.opendata import sending
from connect.offers.opendata.columns import csv_text
from connect.panorama import indicators, permissions
from connect.panorama.comparing import Comparison, compare
from connect.panorama.models import Milestone
from connect.panorama.selectors import histories, latest_day
from connect.panorama.views.series import COLUMNS, CSV, points_of

NO_MILESTONE = "Cette date repère n’existe pas ou plus ; choisissez-en une autre."


class IndicatorsView(WagtailAdminTemplateMixin, TemplateView):
    """Each indicator now, a month ago, a year ago and at the date chosen (`?repere=`)."""

    template_name = "panorama/management/indicators.html"
    page_title = "Indicateurs"
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines by group and the dates to choose from, in three statements."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        milestones = list(Milestone.objects.order_by("-day", "name"))
        asked = self.request.GET.get("repere", "")
        chosen = next((one for one in milestones if str(one.pk) == asked), None)
        day = latest_day()
        lines: list[Comparison] = []
        if day is not None:
            points = histories(day, chosen.day if chosen else None)
            lines = [
                compare(one, points.get(one.key, {}), day, chosen) for one in indicators.every()
            ]
        groups: dict[str, list[Comparison]] = {}
        for line in lines:
            groups.setdefault(line.indicator.group, []).append(line)
        may_edit = permissions.may_edit_milestones(self.request.user)
        return {
            **context,
            "day": day,
            "groups": list(groups.items()),
            "milestones": milestones,
            "chosen": chosen,
            "notice": NO_MILESTONE if asked and chosen is None else "",
            "milestones_url": reverse("dates-reperes:index") if may_edit else "",
            "export_url": reverse("indicators-export"),
        }


def export(request: HttpRequest) -> HttpResponseBase:
    """The whole history of every indicator, those that are not public included.

    Raises:
        PermissionDenied: for whoever is not of the team.
    """
    if not permissions.may_see_indicators(request.user):
        raise PermissionDenied
    text = csv_text(COLUMNS, points_of(indicators.every()))
    response = sending.file_answer(request, text, CSV, f"essor-indicateurs-equipe-{today()}.csv")
    response.headers["Cache-Control"] = "private, no-store"
    return response
