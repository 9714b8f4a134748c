"""Groups of results: never merely alphabetical, one group a typology."""

from pyroaring import BitMap

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.facets import ACCOMPANIMENT, CALLS, Facet
from connect.offers.catalogue.index import CatalogueIndex
from connect.offers.catalogue.reading import Word


def words_of(facet: Facet, index: CatalogueIndex) -> list[Word]:
    """The values of a facet in the order people read them."""
    words = index.vocabulary.words
    if facet.key != "typologie":
        return list(words[facet.key].values())
    calls = Word(CALLS, "Appel à projets", "Une sélection avec une date limite.", 0)
    umbrella = Word(ACCOMPANIMENT, "Accompagnement", "Un conseil, une formation, un réseau.", 0)
    return [calls, *words["financement"].values(), umbrella, *words["accompagnement"].values()]


def split_by_typology(
    criteria: Criteria, index: CatalogueIndex, found: BitMap
) -> list[tuple[str, str, str, BitMap]]:
    """Code, title, strand and offers of each group that is not empty."""
    words = index.vocabulary.words
    typology = index.exact["typologie"]
    groups = [(CALLS, "Appels à projets", "appel", typology.get(CALLS, BitMap()))]
    groups += [
        (
            word.code,
            word.plural or word.label,
            word.code.replace("_", "-"),
            typology.get(word.code, BitMap()),
        )
        for word in words["financement"].values()
    ]
    chosen = set(criteria.values.get("typologie", ()))
    if chosen & {ACCOMPANIMENT, *words["accompagnement"]} and not chosen & {
        CALLS,
        *words["financement"],
    }:
        left = typology.get(ACCOMPANIMENT, BitMap()).copy()
        for word in words["accompagnement"].values():
            if chosen != {ACCOMPANIMENT} and word.code not in chosen:
                continue
            own = typology.get(word.code, BitMap()) & left
            groups.append((word.code, word.label, ACCOMPANIMENT, own))
            left -= own
        groups.append((ACCOMPANIMENT, "Autres accompagnements", ACCOMPANIMENT, left))
    else:
        groups.append(
            (ACCOMPANIMENT, "Accompagnement", ACCOMPANIMENT, typology.get(ACCOMPANIMENT, BitMap()))
        )
    return [
        (code, title, strand, bitmap & found)
        for code, title, strand, bitmap in groups
        if bitmap & found
    ]
