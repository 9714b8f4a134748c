"""Local networks come with the vocabularies, and stay as the staff wrote them."""

from typing import Any

import pytest

from connect.structures.models import LocalNetwork
from connect.structures.selectors import entities_visible_to
from connect.structures.vocabularies import load_networks
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.vocabularies import Loaded
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db

ENTRY = {"code": "ecossolies", "name": "Les Écossolies", "territory": "44"}


@pytest.fixture(autouse=True)
def department() -> None:
    TerritoryFactory(department=True)


def test_a_network_is_made_once_and_kept() -> None:
    loaded = Loaded()
    load_networks([ENTRY], loaded)
    LocalNetwork.objects.update(name="Écossolies")
    load_networks([ENTRY], loaded)
    assert (loaded.created, loaded.updated, loaded.kept) == (1, 0, 1)
    assert LocalNetwork.objects.get().name == "Écossolies"
    load_networks([ENTRY], loaded, update=True)
    assert loaded.updated == 1
    assert str(LocalNetwork.objects.get()) == "Les Écossolies"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"code": "x"}, "doit être une liste"),
        (["x"], "chaque réseau local"),
        ([{**ENTRY, "territory": 44}], "chaque réseau local"),
        ([{**ENTRY, "name": ""}], "chaque réseau local"),
        ([{**ENTRY, "site": "x"}], "chaque réseau local"),
        ([{**ENTRY, "code": "Les Écossolies"}], "« Les Écossolies »"),
        ([ENTRY, ENTRY], "écrit deux fois"),
        ([{**ENTRY, "territory": "99"}], "département inconnu « 99 »"),
    ],
)
def test_a_wrong_entry_is_refused(entries: Any, words: str) -> None:
    with pytest.raises(VocabularyRefused, match=words):
        load_networks(entries, Loaded())


def test_an_entity_without_public_structure_is_not_shown() -> None:
    shown = StructureFactory(local_network=LocalNetworkFactory())
    StructureFactory(private=True)
    assert list(entities_visible_to(None)) == [shown.entity]
