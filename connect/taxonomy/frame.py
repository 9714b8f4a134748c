"""The upper part of the territory tree: Europe, the country, regions and their departments."""

from collections.abc import Mapping
from typing import Any

from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from connect.taxonomy.places import fold
from connect.taxonomy.refusals import VocabularyRefused


def ensure(
    level: Level, code: str, name: str, parent: Territory | None, *, in_scope: bool = True
) -> tuple[Territory, bool]:
    """The territory of this level and code, made when it does not exist; a name given by staff stays."""
    return Territory.objects.get_or_create(
        level=level,
        code=code,
        defaults={"name": name, "folded_name": fold(name), "parent": parent, "in_scope": in_scope},
    )


def load_frame(frame: object) -> int:
    """Make the territories that a vocabulary file names; those that exist are left alone.

    Args:
        frame: the mapping `territories` of the file.

    Returns:
        How many were made.

    Raises:
        VocabularyRefused: when the mapping has not the expected shape.
    """
    try:
        if not isinstance(frame, Mapping):
            raise TypeError
        return _load(frame)
    except (KeyError, TypeError, AttributeError):
        raise VocabularyRefused(
            "« territories » doit donner europe, country, regions (code, name, departments) et neighbours."
        ) from None


def _named(entry: Mapping[str, Any]) -> tuple[str, str]:
    code, name = entry["code"], entry["name"]
    if not (isinstance(code, str) and isinstance(name, str) and code and name):
        raise VocabularyRefused(
            f"le code de territoire « {code} » doit être écrit entre guillemets, avec un nom."
        )
    return code, name


def _load(frame: Mapping[str, Any]) -> int:
    made = 0
    europe, new = ensure(Level.EUROPE, *_named(frame["europe"]), None)
    made += new
    country, new = ensure(Level.COUNTRY, *_named(frame["country"]), europe)
    made += new
    for entry in frame.get("regions") or []:
        region, new = ensure(Level.REGION, *_named(entry), country)
        made += new
        for child in entry.get("departments") or []:
            made += ensure(Level.DEPARTMENT, *_named(child), region)[1]
    for entry in frame.get("neighbours") or []:
        made += ensure(Level.DEPARTMENT, *_named(entry), country, in_scope=False)[1]
    return made
