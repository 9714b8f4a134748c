"""A buffer that each test writes by hand, and no memory of who read what."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches

from connect.visits import buffering
from connect.visits.counting import CACHE


@pytest.fixture(autouse=True)
def buffer(monkeypatch: pytest.MonkeyPatch) -> Iterator[buffering.Buffer]:
    """The buffer that pages fill; no thread writes it."""
    fresh = buffering.Buffer(every=0)
    monkeypatch.setattr(buffering, "BUFFER", fresh)
    yield fresh
    caches[CACHE].clear()
