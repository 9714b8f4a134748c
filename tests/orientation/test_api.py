"""`POST /api/v1/orientation`: the engine for machines, with its refusals."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.offers import services
from connect.offers.models import Offer
from connect.orientation.models import Orientation, UnmetNeed
from tests.offers.factories import OfferFactory
from tests.orientation.table import reading
from tests.taxonomy.factories import PhaseFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/orientation"
KEYS = {
    "besoin": "needs", "etape": "phase", "forme": "structure_type", "secteur": "sectors",
    "montant": "amount", "objet": "objects", "salaries": "employees",
}  # fmt: skip

PLACES = {
    "Laval": {"commune": "53130"}, "Nantes": {"commune": "44109"}, "Craon": {"postcode": "53400"},
    "Châteaubriant": {"commune": "44036", "postcode": "44110"}, "53000": {"postcode": "53000"},
    "53940": {"postcode": "53940"},
}  # fmt: skip


def _ask(client: Client, **answers: Any) -> Any:
    return client.post(ADDRESS, json.dumps(answers), content_type="application/json")


def _references(answer: Any) -> dict[str, set[str]]:
    return {name: {one["external_id"] for one in found} for name, found in answer.json().items()}


def test_it_answers_what_the_table_says(client: Client) -> None:
    reading.lay_out()
    asked = 0
    for profile in reading.read("profils.yaml"):
        answers = profile["reponses"]
        place = PLACES.get(answers.get("lieu", ""), {})
        if ("lieu" in answers and not place) or ("qui" in answers and "forme" not in answers):
            # The API takes codes of communes and of kinds of organisation only.
            continue
        asked += 1
        body = {KEYS[name]: value for name, value in answers.items() if name in KEYS}
        response = _ask(client, **body, **place)
        assert response.status_code == 200
        expected: dict[str, set[str]] = {"eligible": set(), "to_check": set(), "excluded": set()}
        for reference, text in profile["attendu"].items():
            name = (
                "excluded" if "exclu" in text else "to_check" if "vérifier" in text else "eligible"
            )
            expected[name].add(reference)
        assert _references(response) == expected, profile["nom"]
    assert asked >= 20
    nothing = dict.fromkeys((*KEYS.values(), "commune", "postcode"))
    assert _references(_ask(client, **nothing)) == _references(_ask(client))
    assert not Orientation.objects.exists() and not UnmetNeed.objects.exists()


def test_places_are_codes(client: Client) -> None:
    reading.lay_out()
    by_code = _references(_ask(client, needs=["murir_idee"], commune="53130"))
    assert by_code == {"eligible": {"ACC-1"}, "to_check": set(), "excluded": set()}
    by_post = _references(_ask(client, needs=["murir_idee"], postcode="53000"))
    assert by_post == by_code
    elsewhere = _references(_ask(client, needs=["murir_idee"], commune="44109", postcode="44100"))
    assert elsewhere == {"eligible": set(), "to_check": set(), "excluded": {"ACC-1"}}
    shared = _references(_ask(client, needs=["murir_idee"], postcode="53940"))
    assert shared["eligible"] == {"ACC-1"}


def test_each_item_says_why(client: Client) -> None:
    reading.lay_out()
    response = _ask(client, needs=["financer_demarrage"], structure_type="scop", amount=5000)
    near = {one["external_id"]: one for one in response.json()["excluded"]}["FIN-1"]
    assert near["url"] == "http://testserver/offres/FIN-1-pret-solidaire-pour-cooperatives/"
    assert near["kind"] == "funding"
    first, *others = near["reasons"]
    assert (first["criterion"], first["verdict"]) == ("amount", "excluded")
    assert (
        first["text"]
        == "À partir de 10\u202f000\u00a0€\u00a0: 5\u202f000\u00a0€ de plus que votre montant."
    )
    assert {(one["criterion"], one["verdict"]) for one in others} == {
        ("needs", "eligible"),
        ("structure_type", "eligible"),
    }
    doubtful = {one["external_id"]: one for one in response.json()["to_check"]}["FIN-4"]
    asks = {
        one["criterion"]: one["ask"] for one in doubtful["reasons"] if one["verdict"] == "to_check"
    }
    assert asks.keys() == {"structure_type", "amount"}
    assert all(text.endswith("?") for text in asks.values())


def test_nonsense_is_refused_with_a_sentence(client: Client) -> None:
    reading.lay_out()
    refused: list[tuple[dict[str, Any], str]] = [
        ({"needs": ["voler"]}, "needs : voler"),
        ({"phase": "<script>"}, "phase : <script>"),
        ({"structure_type": "associations"}, "structure_type : associations"),
        ({"sectors": ["culture", "tous"]}, "sectors : tous"),
        ({"commune": "99999"}, "commune"),
        ({"commune": "53130", "postcode": "44000"}, "contredisent"),
        ({"structure_type": "association_employeuse", "employees": "aucun"}, "contredisent"),
    ]
    for body, words in refused:
        response = _ask(client, **body)
        assert response.status_code == 422, body
        assert words in response.json()["detail"], body
    malformed: list[dict[str, Any]] = [
        {"amount": -5}, {"amount": 0}, {"amount": "beaucoup"}, {"amount": 10**12}, {"needs": "embaucher"},
        {"commune": "5" * 200}, {"needs": [{"a": 1}]},
        {"needs": ["a"] * 51}, {"phase": "a" * 41},
    ]  # fmt: skip
    for body in malformed:
        assert _ask(client, **body).status_code == 422, body
    assert client.post(ADDRESS, "{", content_type="application/json").status_code == 400
    assert client.get(ADDRESS).status_code == 405


def test_what_is_not_public_is_in_no_list(client: Client) -> None:
    phase = PhaseFactory(code="idee", label="J’ai une idée")
    shown = OfferFactory(phases=[phase])
    for trait in ("draft", "to_validate", "hidden", "archived", "of_private_structure"):
        OfferFactory(phases=[phase], title=f"Secret {trait}", **{trait: True})
    response = _ask(client, phase="idee")
    assert _references(response)["eligible"] == {shown.reference}
    assert "Secret" not in response.content.decode()
    Offer.objects.filter(pk=shown.pk).update(status="masquee", hidden_motive="autre")
    # The index has not heard of it yet: the row itself is asked.
    assert _references(_ask(client, phase="idee"))["eligible"] == set()
    services.refresh_catalogue([shown.pk])
    assert _references(_ask(client, phase="idee"))["eligible"] == set()


def test_statements_do_not_grow_with_offers(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    phase = PhaseFactory(code="idee", label="J’ai une idée")
    for count in (1, 2):
        OfferFactory.create_batch(count, phases=[phase])
        _ask(client, phase="idee")
        with django_assert_num_queries(3):
            response = _ask(client, phase="idee")
    assert len(response.json()["eligible"]) == 3


def test_a_loop_without_end_is_told_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("connect.orientation.api.MOST_ASKED", 2)
    assert [_ask(client).status_code for _ in range(4)] == [200, 200, 429, 429]
    assert "quelques minutes" in _ask(client).json()["detail"]
