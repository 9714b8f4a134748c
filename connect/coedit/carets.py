"""What one page tells of itself to the others: rebuilt from what is known, for editors break on the rest."""

from collections.abc import Mapping
from typing import Any

from connect.accounts.models import User
from connect.coedit.entering import shown_person
from connect.coedit.frames import HIGHEST_NUMBER, State

LONGEST_ROOT = 40


def told_by(state: State, user: User) -> State:
    """The state that goes on: a name that we know, and where the caret is, if it says so as Yjs does.

    Args:
        state: as the client sent it.
        user: whose page it is.
    """
    if state.value is None:
        return state
    value: dict[str, Any] = {"user": shown_person(user)}
    cursor = state.value.get("cursor")
    if isinstance(cursor, Mapping):
        ends = [_place(cursor.get(name)) for name in ("anchor", "head")]
        if None not in ends:
            value["cursor"] = {"anchor": ends[0], "head": ends[1]}
    return State(state.client, state.clock, value)


def _place(place: Any) -> dict[str, Any] | None:
    """A relative position of Yjs: an identifier in a type or of an item, or the name of a root."""
    if not isinstance(place, Mapping):
        return None
    found: dict[str, Any] = {}
    for name in ("type", "item"):
        given = place.get(name)
        if given is not None:
            if not (
                isinstance(given, Mapping) and _counts(given.get("client"), given.get("clock"))
            ):
                return None
            found[name] = {"client": given["client"], "clock": given["clock"]}
    root = place.get("tname")
    if isinstance(root, str) and len(root) <= LONGEST_ROOT:
        found["tname"] = root
    elif root is not None:
        return None
    if not found:
        return None
    side = place.get("assoc")
    found["assoc"] = side if side in {0, -1} and not isinstance(side, bool) else 0
    return found


def _counts(*numbers: Any) -> bool:
    return all(type(number) is int and 0 <= number <= HIGHEST_NUMBER for number in numbers)
