"""Puts the Monday page into the management pages: its address, the first line of the menu, the home page."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from connect.upkeep.counting import remembered_total
from connect.upkeep.panels import WaitingPanel
from connect.upkeep.registry import sources_for
from connect.upkeep.shown import menu_label
from connect.upkeep.views import monday


@hooks.register("register_admin_urls")
def register_page() -> list[URLPattern]:
    """The page, at `/gestion/lundi/`."""
    return [path("lundi/", monday, name="monday")]


class WaitingMenuItem(MenuItem):
    """The first line of the menu, with the number that waits when it is known."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may settle anything."""
        return bool(sources_for(request.user))

    def render_component(self, request: HttpRequest) -> Any:
        """The line with this person's number."""
        component = super().render_component(request)
        component.label = menu_label(remembered_total(request.user))
        return component


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    """Before everything else."""
    return WaitingMenuItem(
        menu_label(None), reverse_lazy("monday"), name="a-faire", icon_name="tasks", order=10
    )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the management home page what waits."""
    panels.append(WaitingPanel(request))
