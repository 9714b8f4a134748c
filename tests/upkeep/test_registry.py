"""What applications register, and who sees it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from connect.upkeep import registry
from tests.upkeep.conftest import Register


def test_a_kind_is_taken_once(desk: Register) -> None:
    first = desk("choses")

    with pytest.raises(registry.SourceRefused):
        desk("choses")
    registry.unregister("choses")
    registry.unregister("choses")
    registry.register(first.source())


def test_each_person_gets_the_kinds_they_may_settle_in_order(desk: Register) -> None:
    desk("b", order=20)
    desk("a", order=20)
    desk("c", order=10)
    desk("reservee", staff_only=True)

    assert [one.kind for one in registry.sources_for(AnonymousUser())] == ["c", "a", "b"]


def test_the_catalogue_registers_its_own() -> None:
    kinds = {"erreurs-signalees", "offres-a-valider", "appels-sans-suite", "offres-a-verifier"}

    assert kinds <= set(registry._sources)
    assert all(source.help for source in registry._sources.values())
