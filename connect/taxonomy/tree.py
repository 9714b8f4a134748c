"""The territories above the communes, a hundred rows for a region, read in one statement."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory


@dataclass(frozen=True)
class Frame:
    """Every territory wider than a commune, by key."""

    places: dict[int, Territory]

    @classmethod
    def read(cls) -> "Frame":
        """Read the frame; one statement."""
        wider = Territory.objects.exclude(level=Level.COMMUNE)
        return cls({place.pk: place for place in wider})

    def above(self, starts: Iterable[int | None]) -> set[int]:
        """Keys of these territories and of all their parents."""
        found: set[int] = set()
        for start in starts:
            place = start
            while place is not None and place not in found:
                found.add(place)
                place = self.places[place].parent_id if place in self.places else None
        return found

    def below(self, root: int) -> set[int]:
        """Keys of the territories of the frame that hang from this one."""
        children: dict[int | None, list[int]] = {}
        for place in self.places.values():
            children.setdefault(place.parent_id, []).append(place.pk)
        found: set[int] = set()
        waiting = [root]
        while waiting:
            for child in children.get(waiting.pop(), []):
                found.add(child)
                waiting.append(child)
        return found

    def covering(self, territory: Territory, departments: Collection[int] = ()) -> frozenset[int]:
        """Keys of the territories that contain this one, itself included.

        Args:
            territory: any territory, a commune included.
            departments: for an EPCI, the departments of its communes.
        """
        found = {territory.pk} | self.above([territory.parent_id, *departments])
        if territory.epci_id is not None:
            # The EPCI holds the commune, but hangs from its main department, which may be another.
            found.add(territory.epci_id)
        return frozenset(found)
