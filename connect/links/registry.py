"""Where addresses of other sites are shown: applications register their sources, the port knows none of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


class SourceRefused(ValueError):
    """Raised when two sources take the same kind."""


@dataclass(frozen=True, kw_only=True)
class LinkSource:
    """Where one kind of thing shows addresses.

    Attributes:
        kind: short stable code, such as `offre`.
        label: French plural shown to people, such as « Offres ».
        links: every address shown now, as (id of the object, name of the field, address), in a constant
            number of statements. Empty addresses are left out.
    """

    kind: str
    label: str
    links: Callable[[], Iterable[tuple[int, str, str]]]


_sources: dict[str, LinkSource] = {}


def register(source: LinkSource) -> LinkSource:
    """Add a source.

    Raises:
        SourceRefused: when its kind is already taken.
    """
    if source.kind in _sources:
        raise SourceRefused(f"The link kind « {source.kind} » is registered twice.")
    _sources[source.kind] = source
    return source


def unregister(kind: str) -> None:
    """Forget a source (for tests and for an application that is taken out)."""
    _sources.pop(kind, None)


def sources() -> list[LinkSource]:
    """Every source, in the order of registration."""
    return list(_sources.values())
