"""The registry emptied, and filled by each test with sources of its own."""

from collections.abc import Callable

import pytest

from connect.upkeep import registry
from tests.upkeep.desk import Desk

Register = Callable[..., Desk]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Register a source kept in a list; the real ones are put aside."""
    monkeypatch.setattr(registry, "_sources", {})

    def make(kind: str = "choses", **given: object) -> Desk:
        made = Desk(kind=kind, **given)  # type: ignore[arg-type]  # passed on
        registry.register(made.source())
        return made

    return make
