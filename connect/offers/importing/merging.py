"""Three-way merge of a line with the row it describes: the last import, the row now, the file now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from connect.offers.importing.report import quoted
from connect.offers.importing.slots import Slot, Value, Values

_UNKNOWN: tuple[Value, ...] = ("", None, [])


@dataclass
class Merge:
    """What a line would change, or the conflicts that keep it out."""

    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def merge(slots: Mapping[str, Slot], row: Any, incoming: Values) -> Merge:
    """Compare a stored row with what a line says.

    A value that is no longer the one imported was edited by a person: it is never overwritten. When
    the file says something else, that is a conflict. An empty cell that was already empty says
    nothing: what a person filled in stays, without conflict.
    """
    imported: Values = row.imported_values
    merged = Merge()
    for key, value in incoming.items():
        slot = slots[key]
        current = slot.read(row)
        if current == value:
            continue
        if key in imported and current == imported[key]:
            merged.changed.append(key)
        elif value in _UNKNOWN and imported.get(key) in _UNKNOWN:
            continue
        else:
            merged.conflicts.append(
                f"{slot.label} modifié sur place ({_shown(current)}), le fichier dit {_shown(value)}"
            )
    return merged


def _shown(value: Value) -> str:
    if value in _UNKNOWN:
        return "vide"
    if isinstance(value, bool):
        return "« oui »" if value else "« non »"
    if isinstance(value, list):
        return quoted(", ".join(value))
    return quoted(str(value))
