"""Finding a territory from what a person types: a commune, a postcode, a department…"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from rapidfuzz import fuzz, process

from connect.common.sanitising import plain_text
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Postcode, Territory
from connect.taxonomy.places import fold
from connect.taxonomy.tree import Frame

LONGEST = 80
CLOSE_ENOUGH = 80
SHORTEST_GUESS = 4
NEAREST_FIRST = [Level.COMMUNE, Level.EPCI, Level.DEPARTMENT, Level.REGION, Level.COUNTRY]
_POSTCODE = re.compile(r"(?<![0-9A-Za-z])([0-9][0-9AaBb]\s?[0-9]{3})(?![0-9A-Za-z])")
_DEPARTMENT = re.compile(r"\(\s*(?:(département)\s+)?([0-9]{2,3}|2[AaBb])\s*\)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """A territory as it is proposed to a person.

    Attributes:
        territory: the territory.
        postcodes: those of a commune.
        covering: keys of the territories that contain it, itself included.
        guessed: whether its name is only close to what was typed.
    """

    territory: Territory
    postcodes: tuple[str, ...]
    covering: frozenset[int]
    guessed: bool = False

    @property
    def label(self) -> str:
        """« Laval (53000) », « Nantes (44) », « Mayenne (département 53) »; typed again, it gives this place only."""
        place = self.territory
        if place.level == Level.COMMUNE and len(self.postcodes) == 1:
            return f"{place.name} ({self.postcodes[0]})"
        if place.level == Level.DEPARTMENT:
            return f"{place.name} (département {place.code})"
        return str(place)


def find_places(text: str, limit: int = 12) -> list[Place]:
    """The territories that a text names, the likeliest first; three statements at most.

    An exact name hides the longer ones; a postcode of several communes gives them all, up to the
    limit. When nothing matches, names spelt almost alike are proposed, marked `guessed`.

    Args:
        text: what the person typed: « Nantes », « Nantes (44) », « 44000 Nantes », « 44 »…
        limit: how many places at most.
    """
    text = plain_text(text)[:LONGEST]
    if not fold(text):
        return []
    frame = Frame.read()
    code = _POSTCODE.search(text)
    if code:
        number = "".join(code.group(1).split()).upper()
        found = _by_number(number, fold(text.replace(code.group(0), " ")))
        return _described(found[:limit], frame)
    asked = _Asked.read(text)
    found = _by_name(asked, frame)[:limit] if asked.name else []
    if found or len(asked.name) < SHORTEST_GUESS:
        return _described(found, frame)
    return _guesses(asked, frame, limit)


def find_commune(code: str) -> Place | None:
    """The commune of an INSEE code, `None` when the territories do not hold it; three statements at most."""
    found = Territory.objects.filter(level=Level.COMMUNE, in_scope=True, code=code.upper()).first()
    return _described([found], Frame.read())[0] if found else None


def find_by_postcode(code: str) -> list[Place]:
    """Every commune of a postcode, the most peopled first; three statements at most."""
    communes = Territory.objects.filter(
        level=Level.COMMUNE,
        in_scope=True,
        pk__in=Postcode.objects.filter(code=code).values("commune"),
    )
    return _described(sorted(communes, key=_rank), Frame.read())


@dataclass(frozen=True)
class _Asked:
    """A name and the department written after it."""

    name: str
    department: str = ""
    only_department: bool = False

    @classmethod
    def read(cls, text: str) -> "_Asked":
        found = _DEPARTMENT.search(text)
        if not found:
            return cls(fold(text))
        return cls(fold(text[: found.start()]), found.group(2).upper(), bool(found.group(1)))

    def accepts(self, place: Territory, frame: Frame) -> bool:
        """Whether a territory wider than a commune may be proposed, its name set aside."""
        if not place.in_scope or place.level not in NEAREST_FIRST:
            return False
        if self.only_department:
            return place.level == Level.DEPARTMENT and place.code == self.department
        if not self.department or (
            place.level == Level.DEPARTMENT and place.code == self.department
        ):
            return True
        parent = frame.places.get(place.parent_id or 0)
        return parent is not None and parent.code == self.department

    def communes(self) -> Q:
        """Communes that may be proposed, their names set aside."""
        if self.only_department:
            return Q(pk__in=())
        chosen = Q(level=Level.COMMUNE, in_scope=True)
        return chosen & Q(parent__code=self.department) if self.department else chosen


def _rank(place: Territory) -> tuple[int, int, str]:
    return (NEAREST_FIRST.index(Level(place.level)), -(place.population or 0), place.name)


def _by_number(number: str, name: str) -> Sequence[Territory]:
    """Communes of a postcode, or the one of an INSEE code; the name only chooses among them."""
    communes = Territory.objects.filter(level=Level.COMMUNE, in_scope=True).annotate(
        by_post=Exists(Postcode.objects.filter(code=number, commune=OuterRef("pk")))
    )
    matches = sorted(communes.filter(Q(by_post=True) | Q(code=number)), key=_rank)
    # People type postcodes: a commune whose INSEE code has the same digits comes only for want of them.
    found = [place for place in matches if place.by_post] or matches
    exact = [place for place in found if place.folded_name == name]
    named = [place for place in found if name and place.folded_name.startswith(name)]
    return exact or named or found


def _by_name(asked: _Asked, frame: Frame) -> list[Territory]:
    name = asked.name
    looked = Q(folded_name__startswith=name) | Q(folded_name__contains=f" {name}")
    wider = [place for place in frame.places.values() if asked.accepts(place, frame)]
    found = [place for place in wider if f" {name}" in f" {place.folded_name}"]
    found += [p for p in wider if p.level == Level.DEPARTMENT and p.code.lower() == name]
    found += Territory.objects.filter(asked.communes(), looked)
    found.sort(key=_rank)
    exact = [place for place in found if name in {place.folded_name, place.code.lower()}]
    first = [place for place in found if place.folded_name.startswith(name)]
    others = [place for place in found if not place.folded_name.startswith(name)]
    return exact or first + others


def _guesses(asked: _Asked, frame: Frame, limit: int) -> list[Place]:
    """Places whose name is spelt almost alike, without their postcodes."""
    places = list(Territory.objects.filter(asked.communes()))
    places += [place for place in frame.places.values() if asked.accepts(place, frame)]
    names = [place.folded_name for place in places]
    close = process.extract(
        asked.name, names, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=limit
    )
    chosen = [places[position] for _, _, position in close]
    return [Place(place, (), frame.covering(place), guessed=True) for place in chosen]


def _described(places: Sequence[Territory], frame: Frame) -> list[Place]:
    posts, departments = _details(places)
    return [
        Place(place, tuple(sorted(posts[place.pk])), frame.covering(place, departments[place.pk]))
        for place in places
    ]


def _details(
    places: Collection[Territory],
) -> tuple[defaultdict[int, set[str]], defaultdict[int, set[int]]]:
    """The postcodes of the communes and the departments of the EPCI; one statement or none."""
    posts: defaultdict[int, set[str]] = defaultdict(set)
    departments: defaultdict[int, set[int]] = defaultdict(set)
    communes = {place.pk for place in places if place.level == Level.COMMUNE}
    groups = {place.pk for place in places if place.level == Level.EPCI}
    if not communes and not groups:
        return posts, departments
    rows = Territory.objects.filter(Q(pk__in=communes) | Q(epci_id__in=groups)).order_by()
    for pk, parent, epci, post in rows.values_list("pk", "parent_id", "epci_id", "postcodes__code"):
        if pk in communes and post is not None:
            posts[pk].add(post)
        if epci in groups and parent is not None:
            departments[epci].add(parent)
    return posts, departments
