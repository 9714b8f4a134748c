"""The catalogue in a few figures, for the home page."""

from dataclasses import dataclass

from connect.common.clock import today
from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import BY_KEY
from connect.offers.catalogue.grouping import words_of
from connect.offers.catalogue.index import current
from connect.offers.enums import Kind


@dataclass(frozen=True)
class TypologyCount:
    """A strand of the catalogue with its number of visible offers."""

    code: str
    strand: str
    label: str
    plural_label: str
    count: int
    url: str


@dataclass(frozen=True)
class NeedLink:
    """A need in people's words and the offers that answer it."""

    code: str
    label: str
    help: str
    count: int
    url: str


@dataclass(frozen=True)
class Overview:
    """What the public catalogue holds today; hidden offers are nowhere in it."""

    total: int
    funding: int
    accompaniment: int
    open_calls: int
    closed_calls: int
    typologies: tuple[TypologyCount, ...]
    needs: tuple[NeedLink, ...]


def overview() -> Overview:
    """Count the visible catalogue: one statement when the index is up to date."""
    index = current()
    opened, _, closed = index.calls(today())
    shown = index.all - closed
    strands = []
    for word in index.vocabulary.words["financement"].values():
        count = len(index.exact["typologie"].get(word.code, ()))
        url = Criteria(values={"typologie": (word.code,)}).url()
        strands.append(
            TypologyCount(
                word.code,
                word.code.replace("_", "-"),
                word.label,
                word.plural or word.label,
                count,
                url,
            )
        )
    accompaniment = len(index.by_kind[Kind.ACCOMPANIMENT])
    strands.append(
        TypologyCount(
            "accompagnement",
            "accompagnement",
            "Accompagnement",
            "Accompagnement",
            accompaniment,
            Criteria(values={"typologie": ("accompagnement",)}).url(),
        )
    )
    needs = tuple(
        NeedLink(
            word.code,
            word.label,
            word.help,
            shown.intersection_cardinality(index.matching("besoin", word.code)),
            Criteria(values={"besoin": (word.code,)}).url(),
        )
        for word in words_of(BY_KEY["besoin"], index)
    )
    return Overview(
        total=len(index.all),
        funding=len(index.by_kind[Kind.FUNDING]),
        accompaniment=accompaniment,
        open_calls=len(opened),
        closed_calls=len(closed),
        typologies=tuple(strands),
        needs=needs,
    )
