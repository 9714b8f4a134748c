"""Puts the indicators into the management pages."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from connect.panorama import permissions
from connect.panorama.staff.views import IndicatorsView, export
from connect.panorama.staff.viewsets import MilestoneViewSet
from connect.panorama.visits import views as visits


class _IndicatorsItem(MenuItem):
    """The entry of the menu, for the whole team."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may open the page."""
        return permissions.may_see_indicators(request.user)


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The pages of indicators and of visits, and their files."""
    return [
        path("indicateurs/", IndicatorsView.as_view(), name="indicators"),
        path("indicateurs/export.csv", export, name="indicators-export"),
        path("visites/", visits.VisitsView.as_view(), name="visits"),
        path("visites/export.csv", visits.export, name="visits-export"),
    ]


@hooks.register("register_admin_menu_item")
def register_item() -> MenuItem:
    """« Indicateurs », after the catalogue and the vocabularies."""
    return _IndicatorsItem("Indicateurs", reverse("indicators"), icon_name="history", order=120)


@hooks.register("register_admin_menu_item")
def register_visits() -> MenuItem:
    """« Visites », after the indicators."""
    return _IndicatorsItem("Visites", reverse("visits"), icon_name="view", order=121)


@hooks.register("register_admin_viewset")
def register_milestones() -> Any:
    """The dates to compare with; reached from the page of the indicators."""
    return MilestoneViewSet()


@hooks.register("insert_global_admin_css")
def wear_indicators() -> str:
    """The few rules of the page of the indicators."""
    return format_html('<link rel="stylesheet" href="{}">', static("management/indicators.css"))
