"""Where things are: seats of structures, and the places where offers are proposed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.selectors import visible_to as offers_visible_to
from connect.structures.selectors import Reader
from connect.structures.selectors import visible_to as structures_visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from connect.taxonomy.selectors import Place
from connect.taxonomy.tree import Frame


@dataclass(frozen=True)
class Site:
    """A department or an EPCI.

    Attributes:
        pk: key of the territory.
        code: INSEE or SIREN code.
        name: its name.
        label: what the catalogue is asked in « lieu » to get this place and no other.
        reached_from: keys of the territories whose offers are proposed here: those that contain it, those it contains.
    """

    pk: int
    code: str
    name: str
    label: str
    reached_from: frozenset[int]


@dataclass(frozen=True)
class Seat:
    """A structure and where it is based."""

    pk: int
    entity: int
    department: int | None
    epci: int | None
    is_funder: bool
    is_accompanier: bool


@dataclass(frozen=True)
class Ground:
    """The sites of the chamber's territory, the seats of the structures and who holds each offer."""

    departments: tuple[Site, ...]
    epcis: tuple[Site, ...]
    seats: dict[int, Seat]
    holders: dict[int, int] = field(default_factory=dict)


def read_ground(index: CatalogueIndex, reader: Reader) -> Ground:
    """Read everything the maps need, in five statements whatever the size of the catalogue.

    Args:
        index: the catalogue, which says the territories that offers name.
        reader: who reads; only what they may see is read.
    """
    departments, epcis = _sites(index)
    columns = ("pk", "entity_id", "department_id", "epci_id", "is_funder", "is_accompanier")
    structures = structures_visible_to(reader).order_by("pk").values_list(*columns)
    holders = offers_visible_to(reader).order_by("pk").values_list("pk", "structure_id")
    return Ground(departments, epcis, {row[0]: Seat(*row) for row in structures}, dict(holders))


def _sites(index: CatalogueIndex) -> tuple[tuple[Site, ...], tuple[Site, ...]]:
    frame = Frame.read()
    named = _named_communes(index.territory)
    members: dict[int, set[int]] = defaultdict(set)
    departments_of: dict[int, set[int]] = defaultdict(set)
    pairs = Territory.objects.filter(level=Level.COMMUNE, epci__isnull=False).order_by()
    for department, epci in pairs.values_list("parent_id", "epci_id").distinct():
        if department is not None and epci is not None:
            departments_of[epci].add(department)
            members[department].add(epci)
    for pk, *holders in named:
        for holder in holders:
            if holder is not None:
                members[holder].add(pk)
    sites: dict[str, list[Site]] = {Level.DEPARTMENT: [], Level.EPCI: []}
    for place in frame.places.values():
        if place.in_scope and place.level in sites:
            around = frame.covering(place, departments_of[place.pk])
            below = frame.below(place.pk) if place.level == Level.DEPARTMENT else set()
            label = Place(place, (), frozenset()).label
            reached = frozenset(around | below | members[place.pk])
            sites[place.level].append(Site(place.pk, place.code, place.name, label, reached))
    departments = sorted(sites[Level.DEPARTMENT], key=lambda site: site.code)
    epcis = sorted(sites[Level.EPCI], key=lambda site: (site.name, site.code))
    return tuple(departments), tuple(epcis)


def _named_communes(territories: Collection[int]) -> list[tuple[int, int | None, int | None]]:
    communes = Territory.objects.filter(Q(level=Level.COMMUNE), pk__in=list(territories))
    return list(communes.order_by("pk").values_list("pk", "parent_id", "epci_id"))
