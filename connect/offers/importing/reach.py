"""From the three territory columns of a line to a reach and the territories it covers."""

from connect.offers.importing.cells import Cells
from connect.offers.importing.known import Known, key_of
from connect.taxonomy.enums import Level, Reach
from connect.taxonomy.models import Territory


def read_territories(cells: Cells, known: Known) -> tuple[str, list[str]]:
    """The reach and the keys of the territories, as the line says them.

    An intercommunal offer covers its EPCI, a departmental one its departments, a regional one the
    region when every department is listed and else these departments, the others their level.
    """
    reach = cells.code("territoire", Reach.values)
    departments = cells.codes("departements", known.codes_of(Level.DEPARTMENT))
    groups = cells.codes("epci", known.codes_of(Level.EPCI))
    if not reach:
        if (departments or groups) and cells.says_nothing("territoire"):
            cells.fault("territoire", "vide alors que des départements ou un EPCI sont donnés")
        return "", []
    if groups and reach != Reach.INTERCOMMUNAL:
        cells.fault("epci", f"une offre de portée « {reach} » n’a pas d’EPCI")
    if reach == Reach.INTERCOMMUNAL:
        return reach, _groups(cells, known, groups, departments)
    if reach in {Reach.DEPARTMENTAL, Reach.REGIONAL} and not departments:
        if cells.says_nothing("departements"):
            cells.fault("departements", f"une offre de portée « {reach} » nomme ses départements")
        return reach, []
    places = [known.territories[f"{Level.DEPARTMENT}:{code}"] for code in departments]
    if reach == Reach.DEPARTMENTAL:
        return reach, sorted(key_of(place) for place in places)
    if reach == Reach.REGIONAL:
        return reach, _regions(known, places)
    return reach, _widest(cells, known, Level.COUNTRY if reach == Reach.NATIONAL else Level.EUROPE)


def _groups(cells: Cells, known: Known, groups: list[str], departments: list[str]) -> list[str]:
    if not groups and cells.says_nothing("epci"):
        cells.fault("epci", "une offre intercommunale nomme son EPCI")
    places = [known.territories[f"{Level.EPCI}:{code}"] for code in groups]
    for place in places:
        if departments and not known.departments_of(place) & set(departments):
            cells.fault(
                "departements",
                f"l’EPCI {place.code} ({place.name}) n’est dans aucun de ceux donnés",
            )
    return sorted(key_of(place) for place in places)


def _regions(known: Known, departments: list[Territory]) -> list[str]:
    listed = {place.code for place in departments}
    found = set()
    for place in departments:
        region = known.parent(place)
        whole = region is not None and region.level == Level.REGION
        if region is not None and whole and known.departments_in(region) <= listed:
            found.add(key_of(region))
        else:
            found.add(key_of(place))
    return sorted(found)


def _widest(cells: Cells, known: Known, level: Level) -> list[str]:
    places = known.codes_of(level)
    if len(places) != 1:
        cells.fault("territoire", f"le territoire de niveau « {level.label} » n’est pas unique")
    return [key_of(place) for place in places.values()]
