"""A small region for the tests of the maps: two departments, an EPCI astride, communes."""

from dataclasses import dataclass

from connect.structures.models import Structure
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from tests.structures.factories import EntityFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory


@dataclass(frozen=True)
class Region:
    """The territories, and a structure in each department."""

    region: Territory
    west: Territory
    east: Territory
    astride: Territory
    west_commune: Territory
    east_commune: Territory
    western: Structure
    eastern: Structure


def small_region() -> Region:
    """Loire-Atlantique and Maine-et-Loire, whose EPCI of the border has a commune in each."""
    region = TerritoryFactory(region=True)
    west = TerritoryFactory(department=True)
    east = TerritoryFactory(department=True, code="49", name="Maine-et-Loire", parent=region)
    astride = TerritoryFactory(
        level=Level.EPCI, code="200000001", name="Communauté de la frontière", parent=west
    )
    western, eastern = (
        StructureFactory(department=place, epci=astride, entity=EntityFactory())
        for place in (west, east)
    )
    return Region(
        region,
        west,
        east,
        astride,
        TerritoryFactory(code="44001", name="Ouestville", parent=west, epci=astride),
        TerritoryFactory(code="49001", name="Estville", parent=east, epci=astride),
        western,
        eastern,
    )
