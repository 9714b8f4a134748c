"""Puts the questionnaire and what orientations teach into the management pages."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from connect.common.staff.policies import KeptPolicy
from connect.offers import permissions
from connect.orientation.models import Questionnaire
from connect.orientation.staff.near_misses import NearMissView
from connect.orientation.staff.searches import FruitlessView
from connect.orientation.staff.viewsets import ProfileViewSet, QuestionnaireViewSet

register_permission_policy(Questionnaire, KeptPolicy(Questionnaire, ("add", "delete")))


class _ListItem(MenuItem):
    """The entry of a list, for whoever writes offers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the person may open the list."""
        return permissions.may_edit(request.user)


class OrientationGroup(ViewSetGroup):
    """The questionnaire, its profiles, the offers that people almost had."""

    menu_label = "Orientation"
    menu_icon = "crosshairs"
    menu_order = 105
    items = (QuestionnaireViewSet, ProfileViewSet)

    def get_submenu_items(self) -> list[Any]:
        """The pages of the models, then the lists."""
        items: list[Any] = super().get_submenu_items()
        return [
            *items,
            _ListItem(
                "Presque éligibles", reverse_lazy("near-misses"), icon_name="list-ul", order=30
            ),
            _ListItem(
                "Recherches sans résultat",
                reverse_lazy("fruitless-searches"),
                icon_name="search",
                order=40,
            ),
        ]


@hooks.register("register_admin_viewset")
def register_group() -> Any:
    """« Orientation », after the catalogue."""
    return OrientationGroup()


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """The offers that people almost had, the words that found nothing."""
    return [
        path("presque-eligibles/", NearMissView.as_view(), name="near-misses"),
        path(
            "presque-eligibles/results/",
            NearMissView.as_view(results_only=True),
            name="near-misses-results",
        ),
        path("recherches-sans-resultat/", FruitlessView.as_view(), name="fruitless-searches"),
        path(
            "recherches-sans-resultat/results/",
            FruitlessView.as_view(results_only=True),
            name="fruitless-searches-results",
        ),
    ]


@hooks.register("insert_global_admin_css")
def wear_conditions() -> str:
    """The few rules of the forms of the questionnaire."""
    return format_html('<link rel="stylesheet" href="{}">', static("management/orientation.css"))
