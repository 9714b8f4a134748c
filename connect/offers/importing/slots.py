"""How each thing a file says about an offer or a structure is read from a row and written to it."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import slugify

from connect.offers.importing.known import Known, key_of
from connect.offers.models import Offer
from connect.structures.models import Entity, Structure

Value = str | int | bool | list[str] | None
Values = dict[str, Value]
Links = dict[str, list[models.Model]]

ALL_SECTORS = "tous"


@dataclass(frozen=True)
class Slot:
    """One thing that a file says.

    Attributes:
        key: its name in the imported values.
        label: its name in the report.
        read: the value a row holds now, in the form of the imported values.
        write: put a value into a row, or into the links to set.
    """

    key: str
    label: str
    read: Callable[[Any], Value]
    write: Callable[[Any, Links, Any, Known], None]


def _plain(model: type[models.Model], *names: str) -> list[Slot]:
    """Texts, numbers and flags kept as they are; an unknown date or text follows the field."""
    return [_plain_slot(model, name) for name in names]


def _label(model: type[models.Model], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def _plain_slot(model: type[models.Model], name: str) -> Slot:
    is_date = isinstance(model._meta.get_field(name), models.DateField)

    def read(row: Any) -> Value:
        value = getattr(row, name)
        return value.isoformat() if isinstance(value, datetime.date) else value

    def write(row: Any, links: Links, value: Any, known: Known) -> None:
        setattr(row, name, datetime.date.fromisoformat(value) if is_date and value else value)

    return Slot(name, _label(model, name), read, write)


def _terms(name: str) -> Slot:
    def read(row: Any) -> Value:
        return sorted(term.code for term in getattr(row, name).all()) if row.pk else []

    def write(row: Any, links: Links, value: Any, known: Known) -> None:
        terms = getattr(known, name)
        links[name] = [terms[code] for code in value]

    return Slot(name, _label(Offer, name), read, write)


def _read_sectors(offer: Any) -> Value:
    if offer.all_sectors:
        return [ALL_SECTORS]
    return sorted(sector.code for sector in offer.sectors.all()) if offer.pk else []


def _write_sectors(offer: Any, links: Links, value: Any, known: Known) -> None:
    offer.all_sectors = value == [ALL_SECTORS]
    links["sectors"] = [known.sectors[code] for code in value if code != ALL_SECTORS]


def _read_territories(offer: Any) -> Value:
    return sorted(key_of(place) for place in offer.territories.all()) if offer.pk else []


def _write_territories(offer: Any, links: Links, value: Any, known: Known) -> None:
    links["territories"] = [known.territories[key] for key in value]


def _flags(key: str, label: str, names: dict[str, str], unset: bool | None) -> Slot:
    """Several yes-or-no fields that the file writes as one list."""

    def read(row: Any) -> Value:
        return sorted(word for word, name in names.items() if getattr(row, name))

    def write(row: Any, links: Links, value: Any, known: Known) -> None:
        for word, name in names.items():
            setattr(row, name, word in value if value else unset)

    return Slot(key, label, read, write)


def _read_funding_type(offer: Any) -> Value:
    return offer.funding_type.code if offer.funding_type_id else ""


def _write_funding_type(offer: Any, links: Links, value: Any, known: Known) -> None:
    offer.funding_type = known.funding_types[value]


def _read_structure(offer: Any) -> Value:
    return str(offer.structure.reference) if offer.structure_id else ""


def _write_structure(offer: Any, links: Links, value: Any, known: Known) -> None:
    offer.structure = known.structures[value]


def _territory(name: str) -> Slot:
    def read(row: Any) -> Value:
        place = getattr(row, name)
        return key_of(place) if place else ""

    def write(row: Any, links: Links, value: Any, known: Known) -> None:
        setattr(row, name, known.territories[value] if value else None)

    return Slot(name, _label(Structure, name), read, write)


def _read_entity(structure: Any) -> Value:
    return structure.entity.name if structure.entity_id else ""


def _write_entity(structure: Any, links: Links, value: Any, known: Known) -> None:
    entity = Entity.objects.filter(name=value).first()
    structure.entity = entity or Entity.objects.create(name=value, slug=_free_slug(value))


def _free_slug(name: str) -> str:
    base = slugify(name)[:150] or "entite"
    taken = set(Entity.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _read_network(structure: Any) -> Value:
    return structure.local_network.code if structure.local_network_id else ""


def _write_network(structure: Any, links: Links, value: Any, known: Known) -> None:
    structure.local_network = known.networks[value] if value else None


def _by_key(slots: Iterable[Slot]) -> dict[str, Slot]:
    return {slot.key: slot for slot in slots}


MODES = {"individuel": "is_individual", "collectif": "is_collective"}
ROLES = {
    "financeur": "is_funder",
    "accompagnateur": "is_accompanier",
    "orientation": "is_orienter",
}

OFFER = _by_key(
    [
        Slot("structure", _label(Offer, "structure"), _read_structure, _write_structure),
        Slot(
            "funding_type", _label(Offer, "funding_type"), _read_funding_type, _write_funding_type
        ),
        *_plain(Offer, "title", "summary", "reach", "amount_min", "amount_max", "rate_max", "cost"),
        *_plain(Offer, "opens_on", "closes_on", "link", "email", "status", "hidden_motive"),
        *_plain(Offer, "recorded_on", "verified_on", "imported_visits"),
        *(_terms(name) for name in ("accompaniment_types", "structure_types")),
        *(_terms(name) for name in ("phases", "objects_funded")),
        Slot("sectors", "secteurs", _read_sectors, _write_sectors),
        Slot("territories", "territoires", _read_territories, _write_territories),
        _flags("modes", "modalité", MODES, None),
    ]
)

STRUCTURE = _by_key(
    [
        *_plain(Structure, "slug", "name", "nature", "commune_name", "description", "website"),
        *_plain(Structure, "email", "phone", "is_cress_member", "is_fictional"),
        *_plain(Structure, "referenced_on", "verified_on", "imported_visits"),
        Slot("entity", "entité", _read_entity, _write_entity),
        Slot("local_network", "réseau local", _read_network, _write_network),
        *(_territory(name) for name in ("department", "commune", "epci")),
        _flags("roles", "rôles", ROLES, False),
    ]
)
