"""Places found from what people type, and the territories that cover them."""

from typing import Any

import pytest

from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory
from connect.taxonomy.places import fold
from connect.taxonomy.selectors import covering, find_places, inside

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lists")]


def place(level: Level, code: str) -> Territory:
    return Territory.objects.get(level=level, code=code)


def names(keys: frozenset[int]) -> set[str]:
    return set(Territory.objects.filter(pk__in=keys).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("L'Île-d'Yeu", "l ile d yeu"),
        ("L’ÎLE  D’YEU", "l ile d yeu"),
        ("St-Nazaire", "saint nazaire"),
        ("Ste Luce", "sainte luce"),
        ("Sainte-Luce-sur-Loire", "sainte luce sur loire"),
        ("Bœuf (44)", "boeuf 44"),
        ("Stade", "stade"),
        (" - ", ""),
    ],
)
def test_a_name_is_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("Nantes", ["Nantes (44)"]),
        ("nantes (44)", ["Nantes (44)"]),
        ("44000 Nantes", ["Nantes (44)"]),
        ("44 000", ["Nantes (44)"]),
        ("44109", ["Nantes (44)"]),
        ("44", ["Loire-Atlantique (département 44)"]),
        ("loire atlantique", ["Loire-Atlantique (département 44)"]),
        ("Mayenne", ["Mayenne (53100)", "Mayenne (département 53)"]),
        ("Mayenne (département 53)", ["Mayenne (département 53)"]),
        ("Mayenne (53100)", ["Mayenne (53100)"]),
        ("pays d’ancenis", ["CC du Pays d'Ancenis"]),
        ("Vendée, Sèvre, Autise", ["CC Vendée, Sèvre, Autise"]),
        ("st nazaire", ["Saint-Nazaire (44600)"]),
        ("ile d'yeu", ["L'Île-d'Yeu (85350)"]),
        ("44521", ["Oudon (44521)", "Couffé (44521)"]),
        ("44521 couffe", ["Couffé (44521)"]),
        ("Nantes Mé", ["Nantes Métropole"]),
        ("Pays de la Loire", ["Pays de la Loire"]),
    ],
)
def test_what_people_type_gives_the_place(
    typed: str, labels: list[str], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        found = find_places(typed)
    assert [one.label for one in found] == labels
    assert not any(one.guessed for one in found)


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "%", "_", "xyzzy", "99999", "2A", "\0", "Ille-et-Vilaine", "35", "Nantes (85)"],
)
def test_an_unknown_place_gives_nothing(typed: str) -> None:
    assert find_places(typed) == []


def test_a_slip_is_guessed_only_when_nothing_matches(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        found = find_places("Nnates")
    assert [(one.territory.name, one.guessed) for one in found] == [("Nantes", True)]


def test_the_limit_holds_and_the_largest_come_first() -> None:
    found = find_places("saint", limit=3)
    assert [one.territory.name for one in found][0] == "Saint-Nazaire"
    assert len(found) == 3


def test_every_label_typed_again_gives_that_place_alone() -> None:
    for territory in Territory.objects.filter(in_scope=True).order_by("pk")[10::60]:
        mine = [one for one in find_places(territory.name, 60) if one.territory == territory]
        assert [one.territory for one in find_places(mine[0].label)] == [territory]
        assert mine[0].covering == covering(territory)


def test_a_commune_is_covered_up_to_europe(django_assert_max_num_queries: Any) -> None:
    nantes = place(Level.COMMUNE, "44109")
    with django_assert_max_num_queries(2):
        keys = covering(nantes)
    assert names(keys) == {
        "Nantes", "Nantes Métropole", "Loire-Atlantique", "Pays de la Loire", "France", "Europe"
    }  # fmt: skip


def test_a_commune_without_epci_is_covered_all_the_same() -> None:
    assert names(covering(place(Level.COMMUNE, "85113"))) == {
        "L'Île-d'Yeu", "Vendée", "Pays de la Loire", "France", "Europe"
    }  # fmt: skip


def test_an_epci_is_in_each_department_of_its_communes() -> None:
    keys = covering(place(Level.EPCI, "244400552"))
    assert {"Loire-Atlantique", "Maine-et-Loire"} <= names(keys)
    assert len(keys) == 6


def test_a_commune_is_not_in_the_other_department_of_its_epci() -> None:
    ingrandes = Territory.objects.get(
        level=Level.COMMUNE, epci__code="244400552", parent__code="49"
    )
    assert "Loire-Atlantique" not in names(covering(ingrandes))


def test_what_a_territory_contains(django_assert_max_num_queries: Any) -> None:
    department = place(Level.DEPARTMENT, "53")
    with django_assert_max_num_queries(2):
        keys = inside(department)
    assert department.pk not in keys
    held = Territory.objects.filter(pk__in=keys)
    assert (
        held.filter(level=Level.COMMUNE).count()
        == Territory.objects.filter(level=Level.COMMUNE, parent=department).count()
    )
    assert held.filter(level=Level.EPCI).exists()
    assert inside(place(Level.COMMUNE, "44109")) == frozenset()
    assert len(inside(place(Level.EPCI, "244400404"))) == 24
    assert len(inside(place(Level.REGION, "52"))) == 5 + 71 + 1228
