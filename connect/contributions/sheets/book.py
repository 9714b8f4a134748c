"""The words that codes stand for: vocabularies and territories, each read once and only when it is needed."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q

from connect.contributions.sheets.questions import ALL
from connect.offers.enums import Cost, Origin
from connect.offers.models import Offer
from connect.structures.enums import Nature
from connect.taxonomy.enums import Level, Reach, TargetGroup
from connect.taxonomy.models import Territory

GONE = "(choix qui n’existe plus)"
LISTED = (Level.EUROPE, Level.COUNTRY, Level.REGION, Level.DEPARTMENT)
"""Territories proposed as boxes; the others are found by their name."""
_FIXED: Mapping[str, Sequence[tuple[str, str]]] = {
    "reach": Reach.choices,
    "origin": Origin.choices,
    "cost": Cost.choices,
    "nature": Nature.choices,
}
Choices = Sequence[tuple[str, str]]


class Book:
    """The choices of every question, for one request."""

    def __init__(self) -> None:
        self._words: dict[str, list[Any]] = {}
        self._places: dict[str, Territory] = {}
        self._asked: set[str] = set()

    def choices(self, name: str) -> Choices:
        """Codes and labels of a question, in the order the staff gave."""
        if name in _FIXED:
            return _FIXED[name]
        every = [(ALL, "Tous les secteurs")] if name == "sectors" else []
        return every + [(word.code, word.label) for word in self._vocabulary(name)]

    def groups(self, name: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The choices under their families; one family without a name when there are none."""
        if name != "structure_types":
            return [("", list(self.choices(name)))]
        words = self._vocabulary(name)
        return [
            (str(group.label), held)
            for group in TargetGroup
            if (held := [(word.code, word.label) for word in words if word.group == group])
        ]

    def helps(self, name: str) -> dict[str, str]:
        """Plain explanation of each code of a vocabulary."""
        if name in _FIXED:
            return {}
        return {word.code: word.help_text for word in self._vocabulary(name)}

    def label(self, name: str, code: str) -> str:
        """The words of a code."""
        return dict(self.choices(name)).get(code, f"{code} {GONE}")

    def knows(self, name: str, code: str) -> bool:
        """Whether a code still exists."""
        return any(code == known for known, _ in self.choices(name))

    def places(self, keys: Iterable[str]) -> dict[str, Territory]:
        """Territories by key, such as `epci:244400404`; one statement for those not read yet."""
        wanted = set(keys)
        pairs = [key.partition(":") for key in sorted(wanted - self._asked)]
        condition = Q(pk__in=())
        for level, _, code in pairs:
            condition |= Q(level=level, code=code)
        if pairs:
            for place in Territory.objects.filter(condition).order_by("pk"):
                self._places[key_of(place)] = place
        self._asked |= wanted
        return {key: self._places[key] for key in wanted if key in self._places}

    def place_label(self, key: str) -> str:
        """The name of a territory."""
        found = self.places([key]).get(key)
        return str(found) if found else f"{key.partition(':')[2]} {GONE}"

    @cached_property
    def listed_places(self) -> list[Territory]:
        """Territories proposed as boxes, the widest first."""
        order = {level: rank for rank, level in enumerate(LISTED)}
        found = list(Territory.objects.filter(level__in=LISTED, in_scope=True).order_by("name"))
        found.sort(key=lambda place: (order[Level(place.level)], place.name))
        return found

    @cached_property
    def epci_names(self) -> list[str]:
        """Names of the intercommunalities, proposed while typing."""
        found = Territory.objects.filter(level=Level.EPCI, in_scope=True).order_by("name")
        return list(found.values_list("name", flat=True))

    def _vocabulary(self, name: str) -> list[Any]:
        if name not in self._words:
            model: Any = Offer._meta.get_field(name).related_model
            self._words[name] = list(model._default_manager.order_by("order", "label"))
        return self._words[name]


def key_of(place: Territory) -> str:
    """The key of a territory: its level and its code."""
    return f"{place.level}:{place.code}"
