"""The place answered, as the engine needs it and as records keep it."""

from dataclasses import dataclass

from connect.offers.catalogue.places import Choice, Locality, locate
from connect.taxonomy import selectors as taxonomy
from connect.taxonomy.enums import Level
from connect.taxonomy.finding import Place
from connect.taxonomy.models import Territory

__all__ = ["Area", "area_of", "locality_of_codes", "locate"]


def locality_of_codes(commune: str, postcode: str) -> Locality | None:
    """The place of an INSEE code, of a postcode, or of both when they agree; `None` otherwise."""
    if commune:
        found = taxonomy.find_commune(commune)
        if found is None or (postcode and postcode not in found.postcodes):
            return None
        return _locality([found], found.label)
    places = taxonomy.find_by_postcode(postcode)
    return _locality(places, postcode) if places else None


def _locality(places: list[Place], label: str) -> Locality:
    covering = frozenset().union(*(place.covering for place in places))
    return Locality(label, covering, tuple(Choice(one.label, one.label) for one in places))


@dataclass(frozen=True)
class Area:
    """Where a need stands, without saying which commune: enough for the gap analysis, too wide for a person."""

    epci: Territory | None = None
    department: Territory | None = None


def area_of(text: str) -> Area:
    """The EPCI and the department that a place typed lies in, when it means one of each; four statements at most."""
    places = taxonomy.find_places(text) if text else []
    wide: dict[str, set[int]] = {Level.EPCI: set(), Level.DEPARTMENT: set()}
    keys = {pk for place in places for pk in place.covering}
    found = {
        one.pk: one
        for one in Territory.objects.filter(pk__in=keys, level__in=list(wide)).order_by("pk")
    }
    for one in found.values():
        wide[one.level].add(one.pk)

    def lone(level: str) -> Territory | None:
        return found[next(iter(wide[level]))] if len(wide[level]) == 1 else None

    return Area(lone(Level.EPCI), lone(Level.DEPARTMENT))
