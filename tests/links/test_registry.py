"""Sources of addresses."""

import pytest

from connect.links import registry
from connect.links.registry import LinkSource, SourceRefused


def test_a_kind_is_taken_once(shown: list[tuple[int, str, str]]) -> None:
    source = LinkSource(kind="autre", label="Autres", links=list)
    assert registry.register(source) in registry.sources()
    with pytest.raises(SourceRefused, match="autre"):
        registry.register(source)
    registry.unregister("autre")
    registry.unregister("inconnu")
    assert [one.kind for one in registry.sources()] == ["test"]


def test_offers_and_structures_are_sources() -> None:
    assert {"offre", "structure"} <= {source.kind for source in registry.sources()}
