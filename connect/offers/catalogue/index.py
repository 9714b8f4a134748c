"""Bitmaps of the visible catalogue, one per facet value, kept in the process and refreshed by version."""

import datetime
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable

from pyroaring import BitMap

from connect.offers.catalogue import reading
from connect.offers.catalogue.reading import Entry, Vocabulary
from connect.offers.enums import Kind
from connect.offers.models import CatalogueChange, CatalogueStamp

# Vocabulary of an offer behind each tolerant facet.
LINK_OF_FACET = {
    "phase": "phases",
    "structure": "structure_types",
    "secteur": "sectors",
    "objet": "objects_funded",
}


class CatalogueIndex:
    """The visible offers by facet value. Holds keys and codes only: pages read the rows again by `visible_to`."""

    def __init__(
        self, entries: Iterable[Entry], vocabulary: Vocabulary, territories: dict[int, str]
    ) -> None:
        self.vocabulary = vocabulary
        self.territory_names = territories
        self.entries: dict[int, Entry] = {}
        self.all = BitMap()
        self.exact: dict[str, dict[str, BitMap]] = defaultdict(lambda: defaultdict(BitMap))
        self.unknown: dict[str, BitMap] = defaultdict(BitMap)
        self.territory: dict[int, BitMap] = defaultdict(BitMap)
        self.by_kind: dict[str, BitMap] = defaultdict(BitMap)
        for entry in entries:
            self.add(entry)

    def forked(self) -> "CatalogueIndex":
        """A copy to change while readers go on with this one."""
        other = CatalogueIndex((), self.vocabulary, self.territory_names)
        other.entries = dict(self.entries)
        other.all = self.all.copy()
        for facet, values in self.exact.items():
            other.exact[facet].update({code: bitmap.copy() for code, bitmap in values.items()})
        for mine, theirs in (
            (self.unknown, other.unknown),
            (self.by_kind, other.by_kind),
        ):
            theirs.update({key: bitmap.copy() for key, bitmap in mine.items()})
        other.territory.update({key: bitmap.copy() for key, bitmap in self.territory.items()})
        return other

    def add(self, entry: Entry) -> None:
        """Put an offer into every bitmap it belongs to."""
        pk = entry.pk
        self.entries[pk] = entry
        self.all.add(pk)
        self.by_kind[entry.kind].add(pk)
        for code in reading.typologies(entry):
            self.exact["typologie"][code].add(pk)
        for facet, link in LINK_OF_FACET.items():
            codes = entry.links.get(link, ())
            if facet == "secteur" and entry.all_sectors:
                codes = tuple(self.vocabulary.words["secteur"])
            for code in codes:
                self.exact[facet][code].add(pk)
            if not codes:
                self.unknown[facet].add(pk)
        territories = entry.links.get("territories", ())
        for territory in territories:
            self.territory[int(territory)].add(pk)
        if not territories:
            self.unknown["lieu"].add(pk)

    def remove(self, pk: int) -> None:
        """Take an offer out of every bitmap."""
        entry = self.entries.pop(pk, None)
        if entry is None:
            return
        maps = [self.all, *self.by_kind.values(), *self.unknown.values(), *self.territory.values()]
        for values in self.exact.values():
            maps.extend(values.values())
        for bitmap in maps:
            bitmap.discard(pk)

    def replace(self, pks: Collection[int]) -> None:
        """Read some offers again after a change."""
        for pk in pks:
            self.remove(pk)
        for entry in reading.read_entries(pks):
            self.add(entry)
        if any(pk not in self.territory_names for pk in self.territory):
            self.territory_names = reading.read_territory_names()

    def matching(self, facet: str, code: str) -> BitMap:
        """Offers that answer to a value, with those that do not say when the facet is tolerant."""
        if facet == "besoin":
            return self._answering(code)
        found = self.exact[facet].get(code, BitMap())
        return found | self.unknown[facet] if facet in LINK_OF_FACET else found

    def _answering(self, need: str) -> BitMap:
        mapping = self.vocabulary.needs.get(need)
        if mapping is None:
            return BitMap()
        found = BitMap()
        for code in mapping.funding_types | mapping.accompaniment_types:
            found |= self.exact["typologie"].get(code, BitMap())
        for code in mapping.objects_funded:
            found |= self.exact["objet"].get(code, BitMap())
        if mapping.includes_calls:
            found |= self.by_kind[Kind.CALL]
        return found

    def offered_in(self, territories: Collection[int]) -> BitMap:
        """Offers proposed on any of these territories, with those that do not say where."""
        found = self.unknown["lieu"].copy()
        for pk in territories:
            if pk in self.territory:
                found |= self.territory[pk]
        return found

    def calls(self, day: datetime.date) -> tuple[BitMap, BitMap, BitMap]:
        """Calls open, to come and closed on a day."""
        opened, upcoming, closed = BitMap(), BitMap(), BitMap()
        for pk in self.by_kind[Kind.CALL]:
            entry = self.entries[pk]
            if entry.closes_on is not None and entry.closes_on < day:
                closed.add(pk)
            elif entry.opens_on is not None and entry.opens_on > day:
                upcoming.add(pk)
            else:
                opened.add(pk)
        return opened, upcoming, closed


class _Kept:
    """The index of this process and the version it stands for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version = -1
        self.token = ""
        self.index: CatalogueIndex | None = None


_kept = _Kept()


def current() -> CatalogueIndex:
    """The index as of the last committed change: one statement when nothing changed."""
    stamp = CatalogueStamp.objects.values_list("version", "token").first()
    if stamp is None:
        # Nothing was ever announced: what is read now stands for no version and is not kept.
        return _read_whole()
    kept = _kept
    if kept.index is not None and (kept.version, kept.token) == stamp:
        return kept.index
    with kept.lock:
        if kept.index is None or (kept.version, kept.token) != stamp:
            kept.index = _brought_forward(kept, *stamp)
            kept.version, kept.token = stamp
        return kept.index


def _read_whole() -> CatalogueIndex:
    return CatalogueIndex(
        reading.read_entries(), reading.read_vocabulary(), reading.read_territory_names()
    )


def _brought_forward(kept: _Kept, version: int, token: str) -> CatalogueIndex:
    changed = _changed_since(kept) if kept.index is not None else None
    if changed is None or kept.index is None:
        return _read_whole()
    # Worked on beside the index in use, so that a reader never sees half a change.
    index = kept.index.forked()
    index.replace(changed)
    return index


def _changed_since(kept: _Kept) -> set[int] | None:
    """Offers changed since the version kept, or `None` when everything must be read again."""
    rows = list(
        CatalogueChange.objects.filter(version__gte=kept.version)
        .order_by("version", "pk")
        .values_list("version", "token", "offer_id")
    )
    known = {(version, token) for version, token, _ in rows}
    if (kept.version, kept.token) not in known or any(
        pk is None for version, _, pk in rows if version > kept.version
    ):
        return None
    return {pk for version, _, pk in rows if version > kept.version and pk is not None}
