"""The number shown in the menu of every page: remembered, so that those pages ask the database nothing more.

The management home page and the Monday page count afresh; an act forgets. Until then the menu shows no number.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.core.cache import cache

from connect.upkeep.registry import DutySource, sources_for
from connect.upkeep.selectors import counts_of

KEY = "upkeep:waiting"
SECONDS = 15 * 60


def count_afresh(sources: Collection[DutySource]) -> dict[str, int]:
    """How many duties of each of these kinds wait, remembered for the menu."""
    counts = counts_of(sources)
    remembered: Mapping[str, int] = cache.get(KEY) or {}
    cache.set(KEY, {**remembered, **counts}, SECONDS)
    return counts


def remembered_total(user: Any) -> int | None:
    """How many duties await this person, `None` when it is not known without counting."""
    remembered: Mapping[str, int] | None = cache.get(KEY)
    if remembered is None:
        return None
    kinds = [source.kind for source in sources_for(user)]
    return sum(remembered[kind] for kind in kinds) if remembered.keys() >= set(kinds) else None


def forget() -> None:
    """Count again at the next page that does."""
    cache.delete(KEY)
