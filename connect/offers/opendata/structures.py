"""The structures of a list as lines of a table and as items of a JSON file."""

from collections.abc import Callable
from typing import Any

from connect.offers.opendata.columns import Column
from connect.structures.models import Structure
from connect.taxonomy.models import Territory

ROLES = {"is_funder": "finance", "is_accompanier": "accompagne", "is_orienter": "oriente"}


def _code(place: Territory | None) -> str:
    return f"{place.level}:{place.code}" if place else ""


def _name(place: Territory | None) -> str:
    return place.name if place else ""


def structure_columns(absolute: Callable[[str], str]) -> tuple[Column[Structure], ...]:
    """The columns of the CSV file.

    Args:
        absolute: makes an absolute address of a path.
    """
    return (
        Column("Référence", lambda one: one.reference),
        Column("Nom", lambda one: one.name),
        Column("Entité", lambda one: one.entity.name),
        Column("Nature (code)", lambda one: one.nature),
        Column("Nature", lambda one: one.get_nature_display()),
        Column("Finance", lambda one: one.is_funder),
        Column("Accompagne", lambda one: one.is_accompanier),
        Column("Accueille et oriente", lambda one: one.is_orienter),
        Column("Département (code)", lambda one: _code(one.department)),
        Column("Département", lambda one: _name(one.department)),
        Column("Intercommunalité (code)", lambda one: _code(one.epci)),
        Column("Intercommunalité", lambda one: _name(one.epci)),
        Column("Commune", lambda one: one.commune_name),
        Column("Réseau local", lambda one: one.local_network.name if one.local_network else ""),
        Column("Adhérente de la CRESS", lambda one: one.is_cress_member),
        Column("Présentation", lambda one: one.description),
        Column("Site internet", lambda one: one.website),
        Column("Courriel", lambda one: one.email),
        Column("Téléphone", lambda one: one.phone),
        Column("Vérifiée le", lambda one: one.verified_on),
        Column("Offres en cours", lambda one: one.offer_count),
        Column("Fiche", lambda one: absolute(one.get_absolute_url())),
    )


def structure_item(one: Structure, absolute: Callable[[str], str]) -> dict[str, Any]:
    """A structure under the names that the API gives its fields, and more.

    Args:
        one: a structure of the list, with its count of offers.
        absolute: makes an absolute address of a path.
    """
    return {
        "external_id": one.reference,
        "kind": "structure",
        "title": one.name,
        "type": one.get_nature_display(),
        "nature": one.nature,
        "url": absolute(one.get_absolute_url()),
        "structure": one.name,
        "entity": one.entity.name,
        "roles": [word for flag, word in ROLES.items() if getattr(one, flag)],
        "department": _code(one.department),
        "epci": _code(one.epci),
        "commune": one.commune_name,
        "local_network": one.local_network.name if one.local_network else "",
        "is_cress_member": one.is_cress_member,
        "description": one.description,
        "website": one.website,
        "email": one.email,
        "phone": one.phone,
        "verified_on": one.verified_on,
        "current_offers": one.offer_count,  # type: ignore[attr-defined]  # annotated by the list
    }
