"""Reads of the vocabularies and of the territory tree."""

from typing import TypeVar

from connect.taxonomy.enums import Level
from connect.taxonomy.finding import Place, find_places
from connect.taxonomy.models import Term, Territory

__all__ = ["Place", "covering", "find_places", "inside", "vocabulary"]

Word = TypeVar("Word", bound=Term)


def vocabulary(model: type[Word]) -> list[Word]:
    """Every word of a vocabulary, in the order staff gave; one statement."""
    return list(model._default_manager.order_by("order", "label"))


def _parents() -> dict[int, int | None]:
    """The parent of every territory above the communes: a hundred rows for a region."""
    rows = Territory.objects.exclude(level=Level.COMMUNE).values_list("pk", "parent_id")
    return dict(rows)


def covering(territory: Territory) -> frozenset[int]:
    """Keys of the territories that contain this one, itself included; two statements at most.

    A commune is in its EPCI, department, region, country and Europe; an EPCI in each department
    where it has a commune. An offer proposed in one of them is proposed here.
    """
    parents = _parents()
    starts = {territory.parent_id, territory.epci_id} if territory.parent_id else set()
    if territory.level == Level.EPCI:
        departments = Territory.objects.filter(epci=territory).order_by()
        starts |= set(departments.values_list("parent_id", flat=True).distinct())
    found = {territory.pk}
    if territory.level == Level.COMMUNE and territory.epci_id:
        # The EPCI holds the commune, but its own department may be another one.
        found.add(territory.epci_id)
        starts = {territory.parent_id}
    for start in starts:
        place = start
        while place is not None and place not in found:
            found.add(place)
            place = parents.get(place)
    return frozenset(found)


def inside(territory: Territory) -> frozenset[int]:
    """Keys of the territories that this one contains, itself left out; two statements at most."""
    if territory.level == Level.COMMUNE:
        return frozenset()
    if territory.level == Level.EPCI:
        return frozenset(Territory.objects.filter(epci=territory).values_list("pk", flat=True))
    found = _below(territory.pk)
    members = Territory.objects.filter(level=Level.COMMUNE, parent_id__in=found | {territory.pk})
    for commune, epci in members.values_list("pk", "epci_id"):
        found.add(commune)
        if epci is not None:
            found.add(epci)
    return frozenset(found)


def _below(root: int) -> set[int]:
    children: dict[int | None, list[int]] = {}
    for pk, parent in _parents().items():
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found.add(child)
            waiting.append(child)
    return found
