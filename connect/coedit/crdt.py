"""What is done to Yjs updates, and every trap of the library that does it.

- `Doc.get_update()` forgets updates that wait for one that is missing: they are added back from the merged bytes.
- Panics of its core derive from `BaseException`; they come from misuse of ours only, never from bytes.
- Bytes that merge may still refuse to apply (`RuntimeError`): such an update is left out, and named to the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, get_state, get_update, merge_updates

from connect.coedit import structs
from connect.coedit.frames import FrameRefused
from connect.coedit.structs import Spans

#: The update that says nothing, and the vector of who has nothing.
EMPTY_UPDATE = b"\x00\x00"
EMPTY_STATE = b"\x00"
# What the library raises on bytes that are no update.
BROKEN = (ValueError, IndexError, AssertionError, RuntimeError, OverflowError)
# `FrameRefused` is a `ValueError`.


class Unreadable(ValueError):
    """Raised for bytes that are no Yjs update or no state vector."""


@dataclass(frozen=True)
class Folded:
    """A snapshot made of parts.

    Attributes:
        state: everything, in the fewest bytes.
        culprits: the places of the parts that could not be applied and were left out.
    """

    state: bytes
    culprits: tuple[int, ...] = ()


def check(update: bytes) -> None:
    """Refuse bytes that no editor of ours would send.

    Raises:
        Unreadable: when they are no update, or one that browsers cannot hold.
    """
    try:
        structs.read(update)
        # Bytes that merge may still be unreadable once merged, or break what they are applied to.
        merged = merge_updates(update)
        get_update(merged, get_state(merged))
        Doc().apply_update(update)
    except BROKEN as error:
        raise Unreadable("no update") from error


def says_nothing(update: bytes) -> bool:
    """Whether an update is the empty one: it is neither stored nor counted."""
    return update == EMPTY_UPDATE


def merge(parts: Sequence[bytes]) -> bytes:
    """One update that says what all say, pending ones included.

    Args:
        parts: checked updates; none gives the empty update.
    """
    kept = [part for part in parts if part]
    if not kept:
        return EMPTY_UPDATE
    return merge_updates(*kept) if len(kept) > 1 else kept[0]


def state_of(merged: bytes) -> bytes:
    """The state vector of an update."""
    return get_state(merged)


def lacking(merged: bytes, vector: bytes) -> bytes:
    """What somebody with this state vector lacks.

    Raises:
        Unreadable: when the vector is none.
    """
    try:
        return get_update(merged, vector)
    except BROKEN as error:
        raise Unreadable("no state vector") from error


@dataclass(frozen=True)
class Extent:
    """How far a document goes: enough to tell whether an update brings anything to it.

    Attributes:
        state: its vector.
        waiting: what it holds beyond its vector, because something in between is missing.
        deleted: what was deleted.
    """

    state: bytes
    waiting: Spans
    deleted: Spans

    def holds(self, update: bytes) -> bool:
        """Whether everything that a checked update says is there already.

        Browsers answer a vector with all that they ever deleted, and all that waits, however little is lacking:
        stored each time, it would make the log grow while nobody writes.
        """
        written, deleted = structs.read(lacking(update, self.state))
        return structs.covers(self.waiting, written) and structs.covers(self.deleted, deleted)


def extent_of(merged: bytes) -> Extent:
    """How far a merged document goes."""
    state = state_of(merged)
    try:
        return Extent(state, *structs.read(lacking(merged, state)))
    except FrameRefused:
        # Stored before such things were refused: the document opens, and what comes back is stored again.
        return Extent(state, {}, {})


def whole(parts: Sequence[bytes]) -> bytes:
    """Everything as one update that is sure to be read again; what breaks the rest is left out.

    Args:
        parts: the snapshot and the updates after it, in any order.
    """
    try:
        merged = merge(parts)
        lacking(merged, state_of(merged))
    except BROKEN:
        return fold(parts).state
    return merged


def load(parts: Sequence[bytes]) -> "Doc[Any]":
    """A document with everything that could be applied.

    Args:
        parts: the snapshot and the updates after it, in any order.
    """
    document: Doc[Any] = Doc()
    document.apply_update(fold(parts).state)
    return document


def fold(parts: Sequence[bytes]) -> Folded:
    """A snapshot in the fewest bytes: squashed, garbage collected, with what still waits for a missing update.

    Args:
        parts: the snapshot and the updates after it.
    """
    state = _squashed(parts)
    if state is not None:
        return Folded(state)
    good = _without_culprits([], list(enumerate(parts)))
    kept = {place for place, _ in good}
    culprits = tuple(place for place in range(len(parts)) if place not in kept)
    return Folded(_squashed([part for _, part in good]) or EMPTY_UPDATE, culprits)


_Numbered = list[tuple[int, bytes]]


def _without_culprits(good: _Numbered, more: _Numbered) -> _Numbered:
    """The parts that can stand together, found by halves: a culprit costs the logarithm of their number."""
    if _squashed([part for _, part in good + more]) is not None:
        return good + more
    if len(more) == 1:
        return good
    middle = len(more) // 2
    return _without_culprits(_without_culprits(good, more[:middle]), more[middle:])


def _squashed(parts: Sequence[bytes]) -> bytes | None:
    """The parts as a snapshot that was read again to be sure; `None` when one of them breaks it."""
    try:
        merged = merge(parts)
        document: Doc[Any] = Doc()
        document.apply_update(merged)
        state = merge([document.get_update(), get_update(merged, document.get_state())])
        get_update(state, get_state(state))
        again: Doc[Any] = Doc()
        again.apply_update(state)
    except BROKEN:
        return None
    return state
