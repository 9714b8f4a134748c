"""The one interface of search engines."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from connect.search.analysis import Analysis
from connect.search.models import SearchEntry
from connect.search.query import Query

WEIGHTS = (8.0, 4.0, 1.0)
"""What a word found in the title, the keywords and the body is worth."""


class Row(NamedTuple):
    """An entry ready to be stored, with what was read in its text."""

    entry: SearchEntry
    analysis: Analysis


class Backend(Protocol):
    """What the port asks of an engine; calls run in the caller's transaction if there is one."""

    name: str

    def prepare(self) -> None:
        """Create what the engine needs when it is missing; harmless otherwise."""

    def lock(self) -> None:
        """Let one writer at a time change the index, until the transaction ends."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add or replace entries."""

    def remove(self, entry_ids: Sequence[int]) -> None:
        """Remove entries; unknown ones are ignored."""

    def match(self, query: Query, low: int, high: int) -> list[tuple[int, float]]:
        """The entries that match, best first, as (entry id, score) with `low` <= id <= `high`."""

    def optimize(self) -> None:
        """Refresh what the engine knows of its own contents, after a bulk change."""
