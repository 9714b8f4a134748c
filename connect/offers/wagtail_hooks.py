"""Puts the catalogue and the vocabularies into the management pages."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.permissions import register_permission_policy

from connect.common.staff.history import register_formatters
from connect.common.staff.policies import KeptPolicy
from connect.offers.choosers import offer_chooser_viewset
from connect.offers.models import Offer
from connect.offers.staff.bulk import ACTIONS
from connect.offers.staff.in_progress import InProgressPanel
from connect.offers.staff.viewsets import CallViewSet, OfferViewSet
from connect.search.viewsets import SynonymViewSet
from connect.structures.choosers import structure_chooser_viewset
from connect.structures.models import Entity, LocalNetwork, Structure
from connect.structures.viewsets import EntityViewSet, LocalNetworkViewSet, StructureViewSet
from connect.taxonomy import models as taxonomy
from connect.taxonomy import viewsets as words
from connect.taxonomy.choosers import territory_chooser_viewset

KEPT: tuple[type[Model], ...] = (
    Offer, Structure, Entity, LocalNetwork,
    taxonomy.Need, taxonomy.Theme, taxonomy.AccompanimentType, taxonomy.StructureType,
    taxonomy.Sector, taxonomy.Phase, taxonomy.FundedObject,
)  # fmt: skip
# Their number is decided elsewhere: by the law of the five types, by the official lists.
CLOSED: tuple[type[Model], ...] = (taxonomy.FundingType, taxonomy.Territory)

for _model in KEPT:
    register_permission_policy(_model, KeptPolicy(_model))
for _model in CLOSED:
    register_permission_policy(_model, KeptPolicy(_model, ("add", "delete")))


class CatalogueGroup(ViewSetGroup):
    """What is offered, and by whom."""

    menu_label = "Catalogue"
    menu_icon = "folder-open-inverse"
    menu_order = 100
    items = (OfferViewSet, CallViewSet, StructureViewSet, EntityViewSet, LocalNetworkViewSet)


class VocabularyGroup(ViewSetGroup):
    """The words that the catalogue and every room share."""

    menu_label = "Vocabulaires"
    menu_icon = "tag"
    menu_order = 110
    items = (
        words.NeedViewSet,
        words.ThemeViewSet,
        words.FundingTypeViewSet,
        words.AccompanimentTypeViewSet,
        words.StructureTypeViewSet,
        words.SectorViewSet,
        words.PhaseViewSet,
        words.FundedObjectViewSet,
        words.TerritoryViewSet,
        SynonymViewSet,
    )


@hooks.register("register_admin_viewset")
def register_choosers() -> list[Any]:
    """Windows in which offers, structures and territories are chosen."""
    return [offer_chooser_viewset, structure_chooser_viewset, territory_chooser_viewset]


@hooks.register("register_admin_viewset")
def register_groups() -> list[Any]:
    """The two groups of the menu."""
    return [CatalogueGroup(), VocabularyGroup()]


@hooks.register("register_log_actions", order=100)
def register_history(actions: Any) -> None:
    """Show the history field by field; after Wagtail's own formatters, which these replace."""
    register_formatters(actions)


@hooks.register("construct_homepage_panels")
def add_in_progress(request: HttpRequest, panels: list[Any]) -> None:
    """Say on the management home page what is under way."""
    panels.append(InProgressPanel(request))


for _action in ACTIONS:
    hooks.register("register_bulk_action", _action)
