"""The offers of a list, read a batch at a time, with the labels that the index already holds."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connect.offers.catalogue.facets import ACCOMPANIMENT, CALLS
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.reading import Word
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.opendata.asking import Asked
from connect.offers.selectors import Reader, visible_to
from connect.taxonomy.models import Territory

# Lines in memory at once: a few megabytes, and one statement for most lists.
BATCH = 2000
VOCABULARY_OF = {
    "accompaniment_types": "accompagnement",
    "structure_types": "structure",
    "sectors": "secteur",
    "phases": "phase",
    "objects_funded": "objet",
}
UNREAD = (
    "imported_values", "imported_visits", "hidden_motive", "hidden_note",
    "structure__imported_values", "structure__imported_visits", "structure__description",
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A territory: `departement:44` and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Line:
    """One offer with what is said of it.

    Attributes:
        offer: the row, with its structure and entity.
        index: the catalogue, for codes and labels.
        places: the territories that offers name.
        root: scheme and host of absolute addresses, without a slash at the end.
        day: the day it is in Paris.
    """

    offer: Offer
    index: CatalogueIndex
    places: Mapping[int, Place]
    root: str
    day: datetime.date

    @property
    def url(self) -> str:
        """Absolute address of the public page."""
        return f"{self.root}{self.offer.get_absolute_url()}"

    def words(self, link: str) -> list[Word]:
        """The terms of a vocabulary that the offer carries, in the order of the vocabulary."""
        entry = self.index.entries.get(self.offer.pk)
        codes = set(entry.links.get(link, ())) if entry else set()
        known = self.index.vocabulary.words[VOCABULARY_OF[link]]
        return [word for code, word in known.items() if code in codes]

    def types(self) -> list[Word]:
        """What the offer is, as the typology facet names it."""
        if self.offer.kind == Kind.CALL:
            return [Word(CALLS, "Appel à projets", "", 0)]
        if self.offer.kind == Kind.ACCOMPANIMENT:
            return self.words("accompaniment_types") or [
                Word(ACCOMPANIMENT, "Accompagnement", "", 0)
            ]
        entry = self.index.entries.get(self.offer.pk)
        word = self.index.vocabulary.words["financement"].get(entry.funding_type if entry else "")
        return [word] if word else []

    def territories(self) -> list[Place]:
        """The territories of the offer, by name."""
        entry = self.index.entries.get(self.offer.pk)
        pks = entry.links.get("territories", ()) if entry else ()
        found = [self.places[int(pk)] for pk in pks if int(pk) in self.places]
        return sorted(found, key=lambda place: (place.name, place.code))


def _places() -> dict[int, Place]:
    used = Offer.territories.through.objects.values("territory_id").distinct()
    rows = Territory.objects.filter(pk__in=used).order_by("pk")
    return {
        pk: Place(f"{level}:{code}", name)
        for pk, level, code, name in rows.values_list("pk", "level", "code", "name")
    }


def lines_of(asked: Asked, reader: Reader, root: str) -> Iterator[Line]:
    """The offers of a list of the catalogue, in its order.

    Args:
        asked: the list.
        reader: who reads.
        root: scheme and host of absolute addresses.
    """
    return lines_for(asked.pks, asked.index, asked.day, reader, root)


def lines_for(
    pks: Sequence[int], index: CatalogueIndex, day: datetime.date, reader: Reader, root: str
) -> Iterator[Line]:
    """These offers, in order, read through `visible_to`: one statement for `BATCH` of them.

    Args:
        pks: the offers.
        index: the catalogue of this moment.
        day: the day it is in Paris.
        reader: who reads.
        root: scheme and host of absolute addresses.
    """
    places = _places()
    for start in range(0, len(pks), BATCH):
        batch = pks[start : start + BATCH]
        rows = visible_to(reader).filter(pk__in=batch).select_related("structure__entity")
        found = {offer.pk: offer for offer in rows.defer(*UNREAD).order_by("pk")}
        for pk in batch:
            # Hidden since the list was made: it is simply not there.
            if pk in found:
                yield Line(found[pk], index, places, root, day)
