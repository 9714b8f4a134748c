"""The sources of the index: features register here, the port knows none of them."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from connect.search.documents import Document

ID_BITS = 40
"""An entry's key holds its kind's number above these bits and the object's id below."""
MAX_OBJECT_ID = (1 << ID_BITS) - 1


class SourceRefused(ValueError):
    """Raised when a source is registered twice or cannot be told apart from another."""


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """How the port reads one kind of thing.

    Args:
        kind: short stable code, such as "offer".
        label: French plural shown to people, such as "Offres".
        ids: every primary key that might be public (used by a rebuild).
        project: given primary keys, the documents of those the public may see; the others are
            left out, which removes them from the index.
        visible_to: given a user (None for a visitor) and at most `PKS_PER_CALL` primary keys,
            those this user may see now. Asked at each search, so it costs one statement at most.
        load: given a user and primary keys, the objects to display, by primary key.
        lines: given a user and primary keys, one line of plain text about each, shown under its title.
    """

    kind: str
    label: str
    ids: Callable[[], Iterable[int]]
    project: Callable[[Sequence[int]], Iterable[Document]]
    visible_to: Callable[[Any, Sequence[int]], set[int]]
    load: Callable[[Any, Sequence[int]], dict[int, Any]]
    lines: Callable[[Any, Sequence[int]], dict[int, str]] = lambda user, pks: {}


_sources: dict[str, SearchSource] = {}


def kind_number(kind: str) -> int:
    """The same number for a kind in every process, without a table to keep."""
    return zlib.crc32(kind.encode()) & 0x3FFFFF


def entry_id(kind: str, object_id: int) -> int:
    """The key of an object's entry.

    Raises:
        ValueError: when `object_id` is outside 1 … `MAX_OBJECT_ID`.
    """
    if not 0 < object_id <= MAX_OBJECT_ID:
        raise ValueError(f"{kind} {object_id}: the index takes ids from 1 to {MAX_OBJECT_ID}.")
    return kind_number(kind) << ID_BITS | object_id


def register(source: SearchSource) -> SearchSource:
    """Add a source.

    Raises:
        SourceRefused: when its kind, or the number of its kind, is already taken.
    """
    for other in _sources.values():
        if other.kind == source.kind:
            raise SourceRefused(f"The search kind « {source.kind} » is registered twice.")
        if kind_number(other.kind) == kind_number(source.kind):
            raise SourceRefused(
                f"« {source.kind} » and « {other.kind} » share a number: rename one."
            )
    _sources[source.kind] = source
    return source


def unregister(kind: str) -> None:
    """Forget a source (for tests and for an application that is taken out)."""
    _sources.pop(kind, None)


def get(kind: str) -> SearchSource:
    """The source of a kind.

    Raises:
        LookupError: when nothing registered it.
    """
    try:
        return _sources[kind]
    except KeyError:
        raise LookupError(f"No search source is registered for « {kind} ».") from None


def sources() -> dict[str, SearchSource]:
    """Every source by kind, in the order of registration."""
    return dict(_sources)
