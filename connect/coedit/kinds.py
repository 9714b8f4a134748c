"""Kinds of document: features register theirs in their `documents.py`; the port knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from connect.coedit.draft import Draft, Shape


class KindRefused(ValueError):
    """Raised when two kinds take the same code."""


class Reason(StrEnum):
    """Why the state of a document is written into its owner's history."""

    PAUSE = "pause"  # people paused, or wrote for long
    SUBMITTED = "soumission"
    PUBLISHED = "publication"
    RESTORED = "reprise"
    KEPT = "version"  # somebody asked for it
    # Another text took its place from outside: kept in the history, without becoming the owner's latest state.
    SET_ASIDE = "ecart"


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What `Kind.save` did.

    Attributes:
        base: see `Kind.base`, as it stands after.
    """

    base: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document.

    Attributes:
        code: short, stable, ASCII: it stands in addresses (`fiche`).
        shape: its parts.
        exists: whether the owner object is there.
        may_write: whether a person writes in it now (member of the group, not locked…). Writers also read.
        may_read: whether a person follows it without writing.
        seed: what its owner says, to begin a document from.
        base: names the state of the owner that the document was made from, or written to, last (a revision). When
            somebody else has changed the owner since, the document begins a new epoch from `seed`.
        save: write a state into the owner's history, inside the caller's transaction: owner id, draft, ids of the
            persons who wrote since the last time, the reason, and the person who asked if one did.
    """

    code: str
    shape: Shape
    exists: Callable[[int], bool]
    may_write: Callable[[Any, int], bool]
    may_read: Callable[[Any, int], bool]
    seed: Callable[[int], Draft]
    base: Callable[[int], str]
    save: Callable[[int, Draft, Sequence[int], Reason, Any | None], Saved]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Add a kind of document.

    Raises:
        KindRefused: when its code is already taken.
    """
    if kind.code in _kinds:
        raise KindRefused(f"The kind of document « {kind.code} » is registered twice.")
    _kinds[kind.code] = kind
    return kind


def unregister(code: str) -> None:
    """Forget a kind (for tests and for an application that is taken out)."""
    _kinds.pop(code, None)


def kind_of(code: str) -> Kind | None:
    """The kind with this code."""
    return _kinds.get(code)
