"""Sources are registered once, and told apart by their number."""

import zlib

import pytest

from connect.search import registry
from connect.search.registry import SearchSource, SourceRefused, entry_id, kind_number


def source(kind: str) -> SearchSource:
    """A source of nothing."""
    return SearchSource(
        kind=kind,
        label=kind,
        ids=tuple,
        project=lambda pks: (),
        visible_to=lambda user, pks: set(),
        load=lambda user, pks: {},
    )


def test_a_kind_is_registered_once() -> None:
    registry.register(source("offer"))
    with pytest.raises(SourceRefused, match="offer"):
        registry.register(source("offer"))
    assert list(registry.sources()) == ["offer"]


def test_kinds_that_share_a_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.register(source("offer"))
    monkeypatch.setattr(zlib, "crc32", lambda data: 1)
    with pytest.raises(SourceRefused, match="rename"):
        registry.register(source("page"))


def test_an_unregistered_kind_is_forgotten() -> None:
    registry.register(source("offer"))
    registry.unregister("offer")
    with pytest.raises(LookupError, match="offer"):
        registry.get("offer")


@pytest.mark.parametrize("pk", [0, -1, registry.MAX_OBJECT_ID + 1])
def test_ids_that_would_reach_another_kind_are_refused(pk: int) -> None:
    with pytest.raises(ValueError, match="offer"):
        entry_id("offer", pk)


def test_an_entry_key_holds_the_kind_and_the_object() -> None:
    key = entry_id("offer", 42)
    assert key & registry.MAX_OBJECT_ID == 42
    assert key >> registry.ID_BITS == kind_number("offer")
    assert key < 1 << 63
