"""Loading of a whole vocabulary file: the shared lists, then the local networks."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from connect.structures.models import LocalNetwork
from connect.taxonomy import vocabularies
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.vocabularies import Loaded

FIELDS = frozenset({"code", "name", "territory"})


@transaction.atomic
def load_file(path: Path = vocabularies.DEFAULT_FILE, *, update: bool = False) -> Loaded:
    """Load a vocabulary file: what is missing is created, what the staff changed is kept.

    Args:
        path: a YAML file of the same form as the one shipped.
        update: overwrite what differs from the file.

    Raises:
        VocabularyRefused: with one sentence; nothing of the file is kept then.
    """
    data = vocabularies.read(path)
    loaded = vocabularies.load(data, update=update)
    load_networks(data.get("local_networks") or [], loaded, update=update)
    return loaded


def load_networks(entries: object, loaded: Loaded, *, update: bool = False) -> None:
    """Create the local networks that are missing and count them in `loaded`.

    Raises:
        VocabularyRefused: for a bad entry, a code written twice or an unknown department.
    """
    if not isinstance(entries, list):
        raise VocabularyRefused("« local_networks » doit être une liste.")
    departments = {place.code: place for place in Territory.objects.filter(level=Level.DEPARTMENT)}
    seen: set[str] = set()
    for entry in entries:
        _check(entry, seen)
        if entry["territory"] not in departments:
            raise VocabularyRefused(
                f"le réseau « {entry['code']} » cite le département inconnu « {entry['territory']} »."
            )
        _save(entry, departments[entry["territory"]], loaded, update)


def _check(entry: object, seen: set[str]) -> None:
    if (
        not isinstance(entry, dict)
        or entry.keys() != FIELDS
        or not all(isinstance(value, str) and value for value in entry.values())
    ):
        raise VocabularyRefused(
            "chaque réseau local a un code, un nom (name) et un département (territory) entre guillemets."
        )
    if entry["code"] in seen:
        raise VocabularyRefused(f"le réseau « {entry['code']} » est écrit deux fois.")
    seen.add(entry["code"])


def _save(entry: Mapping[str, Any], territory: Territory, loaded: Loaded, update: bool) -> None:
    network = LocalNetwork.objects.filter(code=entry["code"]).first()
    if network is not None and (
        not update or (network.name, network.territory) == (entry["name"], territory)
    ):
        loaded.kept += 1
        return
    is_new = network is None
    network = network or LocalNetwork(code=entry["code"])
    network.name, network.territory = entry["name"], territory
    try:
        network.full_clean()
    except ValidationError as error:
        raise VocabularyRefused(
            f"le réseau « {entry['code']} » : {' '.join(error.messages)}"
        ) from None
    network.save()
    loaded.created += is_new
    loaded.updated += not is_new
