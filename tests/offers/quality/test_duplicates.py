"""Double entries: pairs of titles and verdicts that the staff could read."""

import datetime
import random
from dataclasses import replace
from typing import Any

import pytest

from connect.offers.enums import HiddenMotive, Kind, Status
from connect.offers.quality.duplicates import find_duplicates, judge_pair, kept_of
from connect.offers.quality.snapshot import Place, Snapshot
from tests.offers.quality.detectors.cases import CALL, FUNDING

PLACES = frozenset(
    {"Loire-Atlantique", "Mayenne", "Sarthe", "Nantes Métropole", "Saumur Val de Loire"}
)
MAYENNE = (Place("departement:53", "Mayenne"),)
# Two offers of one structure, on one territory: one offer or two?
ONE = [
    ("Soutien aux initiatives citoyennes", "Soutien aux initiatives citoyennes"),
    ("Soutien aux initiatives citoyennes", "SOUTIEN AUX INITIATIVES CITOYENNES"),
    ("Prêt d’honneur solidaire", "Pret d'honneur solidaire"),
    ("Aide à l’équipement des tiers-lieux", "Aide à l’équipement de tiers lieux"),
    (
        "Soutien aux initiatives – pôles de coopération",
        "Soutien aux initiatives : pôles de coopération",
    ),
    ("Soutien aux initiatives citoyennes", "Soutien aux inititatives citoyenne"),
    ("Accompagnement à la création", "Création : l’accompagnement"),
    ("Fonds de soutien 2026", "Fonds de soutien"),
]
TWO = [
    ("Aide aux projets : CD 44", "Aide aux projets : CD 49"),
    ("Aide aux projets en Mayenne", "Aide aux projets en Sarthe"),
    ("Aide aux projets de Nantes Métropole", "Aide aux projets de Saumur Val de Loire"),
    ("Soutien aux initiatives – tiers-lieux", "Soutien aux initiatives – lecture publique"),
    ("Prêt relais – tourisme social", "Prêt relais – patrimoine bâti"),
    ("Formation comptabilité niveau 1", "Formation comptabilité niveau 2"),
    ("Formation comptabilité", "Formation gouvernance"),
    ("Aide à l’investissement", "Aide au fonctionnement"),
    ("Appui, volet A", "Appui, volet B"),
    ("Accompagnement individuel", "Accompagnement collectif"),
    ("Aide aux projets", "Aide aux projets de lecture publique"),
    ("Prix 2025 de l’innovation", "Prix 2026 de l’innovation"),
    ("Diagnostic DLA", "Ingénierie DLA"),
    ("Coup de pouce sport", "Coup de pouce loisirs"),
]


def two(**second: Any) -> tuple[Snapshot, Snapshot]:
    """Two entries of one offer, but for what is told of the second."""
    first = replace(FUNDING, pk=1, reference="FIN-001", structure_id=7, entity_id=3, link="")
    return first, replace(first, **{"pk": 2, "reference": "FIN-002", **second})


@pytest.mark.parametrize(("title", "other"), ONE)
def test_one_offer_entered_twice(title: str, other: str) -> None:
    first, second = two()
    pair = judge_pair(replace(first, title=title), replace(second, title=other), PLACES)
    assert pair is not None
    assert pair.confidence >= 75
    assert "même structure" in pair.sentence


@pytest.mark.parametrize(("title", "other"), TWO)
def test_two_offers(title: str, other: str) -> None:
    first, second = two()
    assert judge_pair(replace(first, title=title), replace(second, title=other), PLACES) is None


def test_what_else_must_be_the_same() -> None:
    for second, is_one in [
        ({}, True),
        ({"structure_id": 8}, True),
        ({"structure_id": 8, "entity_id": 4}, False),
        ({"territories": MAYENNE}, False),
        ({"territories": ()}, True),
        ({"kind": Kind.ACCOMPANIMENT.value, "funding_type": None}, True),
        ({"kind": Kind.CALL.value, "funding_type": None}, False),
        ({"status": Status.ARCHIVED.value}, False),
        ({"status": Status.DRAFT.value}, True),
        ({"status": Status.HIDDEN.value, "hidden_motive": HiddenMotive.STOPPED.value}, True),
        ({"status": Status.HIDDEN.value, "hidden_motive": HiddenMotive.DUPLICATE.value}, False),
    ]:
        first, other = two(**second)
        # Without amounts, nothing but the body tells two schemes of one name apart.
        first, other = (replace(one, amount_min=None, amount_max=None) for one in (first, other))
        assert (judge_pair(first, other, PLACES) is not None) is is_one, second


def test_one_name_at_two_bodies_is_two_offers() -> None:
    first, second = two(structure_id=8, entity_id=4, structure_name="Relais de Sarthe")
    bare = {"title": "Guichet d’information", "amount_min": None, "amount_max": None}
    first, second = (
        replace(first, **bare, structure_name="Pôle des Mauges"),
        replace(second, **bare),
    )
    assert judge_pair(first, second, PLACES) is None
    nearly = replace(second, structure_name="Pole des Mauges")
    assert judge_pair(first, nearly, PLACES) is not None
    first, numbered = (
        replace(first, structure_name="CD 44"),
        replace(second, structure_name="CD 49"),
    )
    assert judge_pair(first, numbered, PLACES) is None


def test_one_name_one_territory_and_the_same_sums_is_one_scheme() -> None:
    first, second = two(structure_id=8, entity_id=4)
    pair = judge_pair(first, second, PLACES)
    assert pair is not None
    assert "même territoire et mêmes montants" in pair.reasons
    assert judge_pair(first, replace(second, amount_max=9000), PLACES) is None


def test_one_page_for_two_near_titles() -> None:
    address = "https://www.exemple.example.org/aides/pret/"
    same = "http://exemple.example.org/aides/pret?utm_source=lettre"
    first, second = two(structure_id=8, entity_id=4, amount_max=9000, link=same)
    first = replace(first, link=address, title="Prêt solidaire aux coopératives")
    near = replace(second, title="Prêts solidaires coopératives")
    found = judge_pair(first, near, PLACES)
    assert found is not None
    assert "même page" in found.reasons
    assert judge_pair(first, replace(second, title="Formation des bénévoles"), PLACES) is None
    home = "https://exemple.example.org/"
    assert judge_pair(replace(first, link=home), replace(near, link=home), PLACES) is None


def test_two_editions_of_a_call() -> None:
    call = replace(CALL, pk=1, title="Prix de l’innovation", structure_id=7, entity_id=3)
    for days, is_one in [(0, True), (45, True), (46, False), (365, False)]:
        assert call.closes_on is not None
        later = call.closes_on + datetime.timedelta(days=days)
        pair = judge_pair(call, replace(call, pk=2, closes_on=later), PLACES)
        assert (pair is not None) is is_one, days


def test_the_one_to_keep_is_shown_then_complete_then_old() -> None:
    first, second = two(conditions="Être une association.")
    assert [one.pk for one in kept_of(_pair(first, second))] == [2, 1]
    draft = replace(second, status=Status.DRAFT.value)
    assert [one.pk for one in kept_of(_pair(first, draft))] == [1, 2]
    assert [one.pk for one in kept_of(_pair(*two()))] == [1, 2]


def _pair(first: Snapshot, second: Snapshot) -> Any:
    pair = judge_pair(first, second, PLACES)
    assert pair is not None
    return pair


def test_blocks_lose_no_pair() -> None:
    chance = random.Random(4)
    words = "soutien aide initiatives projets tiers lieux emploi culture mobilité habitat énergie".split()
    offers = [
        replace(
            FUNDING,
            pk=pk,
            title=" ".join(chance.sample(words, 3)),
            entity_id=pk % 4,
            structure_id=pk % 9,
            amount_max=1000 + pk % 5,
        )
        for pk in range(1, 160)
    ]
    found = {pair.key for pair in find_duplicates(offers, PLACES)}
    every = {
        (first.pk, second.pk)
        for first in offers
        for second in offers
        if first.pk < second.pk and judge_pair(first, second, PLACES)
    }
    assert found == every
    assert len(found) > 5


def test_copies_by_the_thousand_are_no_thousand_squared() -> None:
    many = [replace(FUNDING, pk=pk, structure_id=1, entity_id=1) for pk in range(1, 3000)]
    assert len(find_duplicates(many, PLACES)) == len(many) - 1
