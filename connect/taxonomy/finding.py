"""Finding a territory from what a person types: a commune, a postcode, a department…"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from connect.common.sanitising import plain_text
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Postcode, Territory
from connect.taxonomy.places import fold

LONGEST = 80
CLOSE_ENOUGH = 80
SHORTEST_GUESS = 4
NEAREST_FIRST = [Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.REGION, Level.COUNTRY]
_POSTCODE = re.compile(r"(?<![0-9A-Za-z])([0-9][0-9AaBb]\s?[0-9]{3})(?![0-9A-Za-z])")
_DEPARTMENT = re.compile(r"\(\s*([0-9]{2}|2[AaBb])\s*\)\s*$")


@dataclass(frozen=True)
class Place:
    """A territory as it is proposed to a person."""

    territory: Territory
    postcodes: tuple[str, ...]
    guessed: bool = False

    @property
    def label(self) -> str:
        """« Nantes (44000) », « Saint-Nazaire (44600) » or the name of a wider territory."""
        if self.territory.level == Level.COMMUNE and len(self.postcodes) == 1:
            return f"{self.territory.name} ({self.postcodes[0]})"
        return str(self.territory)


def find_places(text: str, limit: int = 12) -> list[Place]:
    """The territories that a text names, the likeliest first; three statements at most.

    An exact name hides the longer ones; a postcode of several communes gives them all, up to the
    limit. When nothing matches, names spelt almost alike are proposed, marked `guessed`.

    Args:
        text: what the person typed: « Nantes », « Nantes (44) », « 44000 Nantes », « 44 »…
        limit: how many places at most.
    """
    text = plain_text(text)[:LONGEST]
    code = _POSTCODE.search(text)
    if code:
        number = code.group(1).replace(" ", "").upper()
        found = _by_number(number, fold(text.replace(code.group(0), " ")))
        return _with_postcodes(found[:limit])
    department = _DEPARTMENT.search(text)
    name = fold(text[: department.start()] if department else text)
    if not name:
        return []
    within = Q(parent__code=department.group(1).upper()) if department else Q()
    found = _by_name(name, within, limit)
    if found:
        return _with_postcodes(found)
    return _with_postcodes(_almost(name, within, limit), guessed=True)


def _proposed() -> QuerySet[Territory]:
    """What may be proposed: a neighbour that is only cited may not."""
    return Territory.objects.filter(in_scope=True, level__in=NEAREST_FIRST)


def _rank(place: Territory) -> tuple[int, int, str]:
    return (NEAREST_FIRST.index(Level(place.level)), -(place.population or 0), place.name)


def _by_number(number: str, name: str) -> list[Territory]:
    """Communes of a postcode, or the one of an INSEE code; the name only chooses among them."""
    matches = Q(postcodes__code=number) | Q(code=number)
    communes = _proposed().filter(matches, level=Level.COMMUNE).distinct()
    found = sorted(communes, key=_rank)
    named = [place for place in found if name and place.folded_name.startswith(name)]
    return named or found


def _by_name(name: str, within: Q, limit: int) -> list[Territory]:
    looked = Q(folded_name__startswith=name) | Q(folded_name__contains=f" {name}")
    looked |= Q(code=name.upper(), level=Level.DEPARTMENT)
    found = sorted(_proposed().filter(looked, within), key=_rank)
    exact = [place for place in found if name in {place.folded_name, place.code.lower()}]
    first = [place for place in found if place.folded_name.startswith(name)]
    others = [place for place in found if not place.folded_name.startswith(name)]
    return (exact or first + others)[:limit]


def _almost(name: str, within: Q, limit: int) -> list[Territory]:
    if len(name) < SHORTEST_GUESS:
        return []
    places = list(_proposed().filter(within))
    close = process.extract(
        name,
        [place.folded_name for place in places],
        scorer=fuzz.ratio,
        score_cutoff=CLOSE_ENOUGH,
        limit=limit,
    )
    return [places[position] for _, _, position in close]


def _with_postcodes(places: Sequence[Territory], guessed: bool = False) -> list[Place]:
    codes = _postcodes(place.pk for place in places if place.level == Level.COMMUNE)
    return [Place(place, codes.get(place.pk, ()), guessed) for place in places]


def _postcodes(communes: Iterable[int]) -> dict[int, tuple[str, ...]]:
    keys = list(communes)
    if not keys:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    rows = Postcode.objects.filter(commune_id__in=keys).order_by("code")
    for code, commune in rows.values_list("code", "commune_id"):
        found[commune] = (*found.get(commune, ()), code)
    return found
