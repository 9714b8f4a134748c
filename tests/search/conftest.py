"""Only the sources of these tests are registered while they run."""

import pytest

from connect.search import registry
from tests.search.shelf import Shelf


@pytest.fixture(autouse=True)
def no_other_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an empty registry."""
    monkeypatch.setattr(registry, "_sources", {})


@pytest.fixture
def shelf(db: None) -> Shelf:
    """A source of kind "fiche"."""
    return Shelf("fiche")
