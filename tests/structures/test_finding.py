"""Structures found by their name however it is typed, and those that a new one would double."""

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.structures.finding import find_by_name, host_of, resembling, same_structure
from connect.structures.models import Structure
from connect.structures.selectors import visible_to
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [one.name for one in find_by_name(text, visible_to(None))]


def test_a_name_is_found_however_it_is_typed() -> None:
    StructureFactory(name="L’Écluse de Saint-Nazaire")
    StructureFactory(name="Les Écluses", commune_name="Laval")
    StructureFactory(name="La Cuma du Val")
    StructureFactory(name="Écluse secrète", private=True)
    assert names("ECLUSE st nazaire") == ["L’Écluse de Saint-Nazaire"]
    assert names("l'ecluse") == ["L’Écluse de Saint-Nazaire", "Les Écluses"]
    assert names("ecluses laval") == ["Les Écluses"]
    assert names("La Cuma du Vl") == ["La Cuma du Val"]
    for nothing in ("", "  ", "de la", "zzz", "!?", "\x00", "x" * 5000):
        assert names(nothing) == [], nothing


def test_the_exact_name_comes_first_then_the_nearest() -> None:
    for name in ("Coop du Val et des Monts", "Le Val en Coop", "Coop du Val"):
        StructureFactory(name=name)
    assert names("coop du val") == ["Coop du Val", "Coop du Val et des Monts", "Le Val en Coop"]


def test_finding_takes_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    StructureFactory.create_batch(5, name="La Coop")
    with django_assert_num_queries(2):
        found = find_by_name("coop", visible_to(None), limit=3)
        assert len(found) == 3 and [one.department for one in found] == [None] * 3


def test_doubles_are_of_one_name_in_one_place_or_of_one_site() -> None:
    nantes, laval = TerritoryFactory(name="Nantes"), TerritoryFactory(name="Laval")
    same = StructureFactory(name="la coop", commune_name="NANTES")
    unknown = StructureFactory(name="La  Coop")
    StructureFactory(name="La Coop", commune=laval)
    StructureFactory(name="La Coop verte", commune=nantes)
    site = StructureFactory(name="Tout autre", website="http://www.coop.example.org/x")
    StructureFactory(name="Sous-domaine", website="https://sub.coop.example.org/")
    rows = Structure.objects.order_by("pk")

    found = resembling("La Coop", nantes, "https://coop.example.org", rows)

    assert [one.structure for one in found] == [same, unknown, site]
    assert [one.why for one in found] == ["même nom, même commune"] * 2 + ["même site internet"]
    assert same_structure("LA COOP", nantes) == same
    assert same_structure("La Coop bleue", nantes) is None
    assert resembling("???", None, "", rows) == []


def test_hosts() -> None:
    cases = {
        "https://www.Exemple.fr/a": "exemple.fr",
        "http://exemple.fr.": "exemple.fr",
        "exemple.fr": "",
        "": "",
        "http://[": "",
    }
    for address, host in cases.items():
        assert host_of(address) == host, address
