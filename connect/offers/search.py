"""What the catalogue gives to the search: offers, and structures too, since their layer lies below search."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import rows_of
from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.search.documents import Document
from connect.search.registry import SearchSource, register
from connect.structures.models import Structure
from connect.structures.selectors import visible_to as structures_visible_to

OFFER_WORDS = (
    "accompaniment_types",
    "structure_types",
    "sectors",
    "phases",
    "objects_funded",
    "territories",
)


def _offer_ids() -> Iterable[int]:
    return visible_to(None).order_by("pk").values_list("pk", flat=True)


def _offer_documents(pks: Sequence[int]) -> Iterator[Document]:
    offers = (
        visible_to(None)
        .filter(pk__in=pks)
        .select_related("structure__entity", "funding_type")
        .prefetch_related(*OFFER_WORDS)
        .order_by("pk")
    )
    for offer in offers:
        words = [
            offer.reference,
            offer.get_kind_display(),
            offer.structure.name,
            offer.structure.entity.name,
        ]
        if offer.funding_type is not None:
            words.append(offer.funding_type.label)
        for name in OFFER_WORDS:
            words += [
                getattr(term, "label", "") or str(term) for term in getattr(offer, name).all()
            ]
        yield Document(
            kind="offer",
            object_id=offer.pk,
            title=offer.title,
            keywords=", ".join(dict.fromkeys(word for word in words if word)),
            body="\n".join(
                text for text in (offer.summary, offer.conditions, offer.how_to_apply) if text
            ),
            url=offer.get_absolute_url(),
        )


def _offers_seen(reader: Any, pks: Sequence[int]) -> set[int]:
    return set(visible_to(reader).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def _load_offers(reader: Any, pks: Sequence[int]) -> dict[int, Offer]:
    return visible_to(reader).select_related("structure__entity", "funding_type").in_bulk(pks)


def _offer_lines(reader: Any, pks: Sequence[int]) -> dict[int, str]:
    index = current()
    lines = {}
    for row in rows_of(_load_offers(reader, pks).values(), index):
        parts = [", ".join(mark.label for mark in row.typologies), row.structure, row.where]
        parts.append(row.deadline.text if row.deadline else row.amount)
        lines[row.offer.pk] = " · ".join(part for part in parts if part)
    return lines


def _structure_ids() -> Iterable[int]:
    return structures_visible_to(None).order_by("pk").values_list("pk", flat=True)


def _structure_documents(pks: Sequence[int]) -> Iterator[Document]:
    structures = (
        structures_visible_to(None)
        .filter(pk__in=pks)
        .select_related("entity", "department", "epci", "local_network")
        .order_by("pk")
    )
    for structure in structures:
        linked = (structure.entity, structure.department, structure.epci, structure.local_network)
        words = [
            structure.reference,
            structure.get_nature_display(),
            structure.commune_name,
            *structure.roles,
        ]
        words += [str(one) for one in linked if one is not None]
        yield Document(
            kind="structure",
            object_id=structure.pk,
            title=structure.name,
            keywords=", ".join(dict.fromkeys(word for word in words if word)),
            body=structure.description,
            url=structure.get_absolute_url(),
        )


def _structures_seen(reader: Any, pks: Sequence[int]) -> set[int]:
    found = structures_visible_to(reader).filter(pk__in=pks).order_by("pk")
    return set(found.values_list("pk", flat=True))


def _load_structures(reader: Any, pks: Sequence[int]) -> dict[int, Structure]:
    return structures_visible_to(reader).select_related("entity", "department").in_bulk(pks)


def _structure_lines(reader: Any, pks: Sequence[int]) -> dict[int, str]:
    return {
        pk: " · ".join(
            part
            for part in (
                structure.get_nature_display() or "Structure",
                structure.commune_name,
                structure.department.name if structure.department else "",
                ", ".join(structure.roles).capitalize(),
            )
            if part
        )
        for pk, structure in _load_structures(reader, pks).items()
    }


register(
    SearchSource(
        kind="offer",
        label="Offres",
        ids=_offer_ids,
        project=_offer_documents,
        visible_to=_offers_seen,
        load=_load_offers,
        lines=_offer_lines,
    )
)
register(
    SearchSource(
        kind="structure",
        label="Structures",
        ids=_structure_ids,
        project=_structure_documents,
        visible_to=_structures_seen,
        load=_load_structures,
        lines=_structure_lines,
    )
)
