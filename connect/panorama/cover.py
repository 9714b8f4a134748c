"""The cover of the panorama: the whole catalogue in a few numbers and one drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from pyroaring import BitMap

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT, CALLS
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.enums import Kind
from connect.panorama.charts import strand_of
from connect.panorama.ground import Ground
from connect.panorama.river import Ribbon, ribbons


@dataclass(frozen=True)
class Strand:
    """A typology on the cover."""

    strand: str
    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Cover:
    """What the region has, whatever is chosen below."""

    offers: int
    funding: int
    accompaniment: int
    calls: int
    structures: int
    entities: int
    strands: tuple[Strand, ...]
    ribbons: Sequence[Ribbon]


def cover(index: CatalogueIndex, found: BitMap, opened: BitMap, ground: Ground) -> Cover:
    """Count the whole catalogue, without any statement.

    Args:
        index: the catalogue.
        found: every visible offer but the closed calls.
        opened: the calls open today.
        ground: the seats of the structures.
    """
    named = [
        (word.code, word.plural or word.label)
        for word in index.vocabulary.words["financement"].values()
    ]
    named += [(ACCOMPANIMENT, "Accompagnements"), (CALLS, "Appels à projets")]
    strands = tuple(
        Strand(
            strand_of(code),
            label,
            found.intersection_cardinality(index.matching("typologie", code)),
            Criteria().with_only("typologie", code).url(reverse("catalogue")),
        )
        for code, label in named
    )
    return Cover(
        offers=len(found),
        funding=len(index.by_kind[Kind.FUNDING]),
        accompaniment=len(index.by_kind[Kind.ACCOMPANIMENT]),
        calls=len(opened),
        structures=len(ground.seats),
        entities=len({seat.entity for seat in ground.seats.values()}),
        strands=strands,
        ribbons=ribbons([(one.strand, one.count) for one in strands]),
    )
