"""Reads of the vocabularies and of the territory tree."""

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Q, QuerySet

from connect.taxonomy.enums import Level
from connect.taxonomy.finding import Place, find_by_postcode, find_commune, find_places
from connect.taxonomy.models import Term, Territory, Theme
from connect.taxonomy.tree import Frame

__all__ = [
    "Place", "covering", "find_by_postcode", "find_commune", "find_places", "inside", "themes_tied_to", "vocabulary",
]  # fmt: skip

Word = TypeVar("Word", bound=Term)


def vocabulary(model: type[Word]) -> list[Word]:
    """Every word of a vocabulary, in the order staff gave; one statement."""
    return list(model._default_manager.order_by("order", "label"))


def themes_tied_to(
    funding_types: Collection[int],
    accompaniment_types: Collection[int],
    objects_funded: Collection[int],
) -> QuerySet[Theme]:
    """The themes of content that these words of offers are tied to; one statement.

    Args:
        funding_types: keys of types of funding.
        accompaniment_types: keys of types of accompaniment.
        objects_funded: keys of what the money pays for.
    """
    tied = (
        Q(funding_types__in=funding_types)
        | Q(accompaniment_types__in=accompaniment_types)
        | Q(objects_funded__in=objects_funded)
    )
    return Theme.objects.filter(pk__in=Theme.objects.filter(tied).order_by().values("pk"))


def covering(territory: Territory) -> frozenset[int]:
    """Keys of the territories that contain this one, itself included; two statements at most.

    A commune is in its EPCI, department, region, country and Europe; an EPCI in each department
    where it has a commune. An offer proposed in one of them is proposed here.
    """
    departments: set[int] = set()
    if territory.level == Level.EPCI:
        communes = Territory.objects.filter(epci=territory, parent__isnull=False).order_by()
        pairs = communes.values_list("parent_id", "epci_id").distinct()
        departments = {parent for parent, _ in pairs if parent is not None}
    return Frame.read().covering(territory, departments)


def inside(territory: Territory) -> frozenset[int]:
    """Keys of the territories that this one contains, itself left out; two statements at most."""
    if territory.level == Level.COMMUNE:
        return frozenset()
    if territory.level == Level.EPCI:
        return frozenset(Territory.objects.filter(epci=territory).values_list("pk", flat=True))
    found = Frame.read().below(territory.pk)
    members = Territory.objects.filter(level=Level.COMMUNE, parent_id__in=found | {territory.pk})
    for commune, epci in members.values_list("pk", "epci_id"):
        found.add(commune)
        if epci is not None:
            found.add(epci)
    return frozenset(found)
