"""The hostile server, one for each test."""

from collections.abc import Iterator

import pytest

from tests.fetching.hostile import HostileServer


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server that answers 404 until it is given scripts."""
    with HostileServer() as running:
        yield running
