"""Offers near another one: same needs, same people, same place."""

from collections import Counter

from connect.common.clock import today
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.reading import typologies
from connect.offers.models import Offer
from connect.offers.selectors import Reader, visible_to

# What being alike is worth, by facet: the type of offer says most, the phase least.
WEIGHTS = {"typologie": 3, "objet": 3, "secteur": 2, "structure": 1, "phase": 1}
LINKS = {
    "objet": "objects_funded",
    "secteur": "sectors",
    "structure": "structure_types",
    "phase": "phases",
}


def neighbours_of(
    offer: Offer, index: CatalogueIndex, reader: Reader, limit: int = 4
) -> list[Offer]:
    """The visible offers most like this one, none of its own structure twice.

    Args:
        offer: a visible offer.
        index: the catalogue.
        reader: who reads.
        limit: how many at most.
    """
    entry = index.entries.get(offer.pk)
    if entry is None:
        return []
    closed = index.calls(today())[2]
    score: Counter[int] = Counter()
    for code in typologies(entry):
        for pk in index.exact["typologie"].get(code, ()):
            score[pk] += WEIGHTS["typologie"]
    for facet, link in LINKS.items():
        for code in entry.links.get(link, ()):
            for pk in index.exact[facet].get(code, ()):
                score[pk] += WEIGHTS[facet]
    near = index.offered_in([int(pk) for pk in entry.links.get("territories", ())])
    ranked = sorted(
        (pk for pk in score if pk != offer.pk and pk not in closed),
        key=lambda pk: (-score[pk] - 4 * (pk in near), -index.entries[pk].freshness, pk),
    )[: limit * 5]
    found = {
        one.pk: one
        for one in visible_to(reader).filter(pk__in=ranked).select_related("structure__entity")
    }
    kept: list[Offer] = []
    for pk in ranked:
        one = found.get(pk)
        if one is not None and one.structure_id not in {other.structure_id for other in kept}:
            kept.append(one)
    return kept[:limit]
