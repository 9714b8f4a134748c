"""The hostile server of `tests/fetching`, and no source but the test's own."""

from collections.abc import Iterator

import pytest

from connect.links import registry
from connect.links.registry import LinkSource
from tests.fetching.hostile import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server that answers 404 until it is given scripts."""
    with HostileServer() as running:
        yield running


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str, str]]:
    """What the only source shows; the test fills it."""
    links: list[tuple[int, str, str]] = []
    source = LinkSource(kind="test", label="Essais", links=lambda: links)
    monkeypatch.setattr(registry, "_sources", {"test": source})
    return links
