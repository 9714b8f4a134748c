"""The three lists as files: the same offers as the page, with their reasons, no formula, nothing hidden."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.offers.enums import HiddenMotive, Status
from connect.orientation.models import Orientation, UnmetNeed
from connect.taxonomy.models import Need, Phase, Territory
from tests.offers.factories import OfferFactory
from tests.orientation.table import reading

pytestmark = pytest.mark.django_db
ASKED = "besoin=murir_idee&etape=idee&lieu=Laval"


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """The small catalogue of the table, and one offer for each list."""
    reading.lay_out()
    need = Need.objects.get(code="murir_idee")
    laval, nantes = (Territory.objects.get(level="departement", code=c) for c in ("53", "44"))
    phase = Phase.objects.get(code="idee")
    kinds = list(need.accompaniment_types.order_by("pk"))
    common: dict[str, Any] = {"accompaniment": True, "accompaniment_types": kinds}
    OfferFactory(title="=1+1", territories=[laval], phases=[phase], **common)
    OfferFactory(title="Peut-être", territories=[laval], **common)
    OfferFactory(title="Ailleurs", territories=[nantes], phases=[phase], **common)
    OfferFactory(
        title="Zygomorphe",
        status=Status.HIDDEN,
        hidden_motive=HiddenMotive.STOPPED,
        territories=[laval],
        phases=[phase],
        **common,
    )


def table(client: Client, query: str = ASKED) -> list[dict[str, str]]:
    """The lines of the CSV file, by header."""
    response = client.get(f"/orientation/resultats/export.csv?{query}")
    assert response.status_code == 200
    assert "attachment" in response.headers["Content-Disposition"]
    text = response.getvalue().decode("utf-8-sig")  # type: ignore[attr-defined]  # a streamed answer
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def document(client: Client, query: str = ASKED) -> dict[str, Any]:
    """The JSON file."""
    response = client.get(f"/orientation/resultats/export.json?{query}")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.getvalue())  # type: ignore[attr-defined]  # a streamed answer
    return found


def test_the_files_hold_the_lists_of_the_page_with_their_reasons(client: Client) -> None:
    rows = table(client)
    mine = {row["Intitulé"]: row for row in rows if row["Référence"].startswith("ACC-9")}

    assert mine["'=1+1"]["Liste (code)"] == "eligible"
    assert mine["Peut-être"]["Liste"] == "À vérifier"
    assert "À quelles étapes" in mine["Peut-être"]["À demander"]
    assert mine["Ailleurs"]["Liste (code)"] == "excluded"
    assert all(row["Pourquoi"] for row in rows)
    order = ["eligible", "to_check", "excluded"]
    assert [row["Liste (code)"] for row in rows] == sorted(
        (row["Liste (code)"] for row in rows), key=order.index
    )


def test_both_files_and_the_api_agree(client: Client) -> None:
    said = document(client)
    rows = table(client)

    assert said["count"] == len(said["items"]) == len(rows)
    assert [item["external_id"] for item in said["items"]] == [row["Référence"] for row in rows]
    assert said["criteria"]["besoin"] == ["murir_idee"]
    answered = client.post(
        "/api/v1/orientation",
        {"needs": ["murir_idee"], "phase": "idee", "commune": "53130"},
        content_type="application/json",
    ).json()
    for name in ("eligible", "to_check", "excluded"):
        listed = [item["external_id"] for item in said["items"] if item["list"] == name]
        assert listed == [item["external_id"] for item in answered[name]]


def test_nothing_hidden_is_written_and_nothing_is_recorded(client: Client) -> None:
    assert "Zygomorphe" not in json.dumps([table(client), document(client)], ensure_ascii=False)
    assert not Orientation.objects.exists()
    assert not UnmetNeed.objects.exists()


def test_what_makes_no_sense_is_said_and_left_aside(client: Client) -> None:
    said = document(client, "besoin=inconnu&montant=-3&lieu=Zzz")
    assert said["notices"]
    assert "besoin" not in said["criteria"]


def test_the_page_leads_to_its_files(client: Client) -> None:
    text = client.get(f"/orientation/resultats/?{ASKED}").content.decode()
    assert "/orientation/resultats/export.csv?besoin=murir_idee" in text
    assert "/orientation/resultats/export.json?besoin=murir_idee" in text


def test_a_file_takes_the_same_statements_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    table(client)
    with django_assert_num_queries(7):
        few = table(client)
    kinds = list(Need.objects.get(code="murir_idee").accompaniment_types.order_by("pk"))
    for number in range(3):
        OfferFactory(accompaniment=True, accompaniment_types=kinds, title=f"Une autre {number}")
    table(client, "")
    with django_assert_num_queries(7):
        assert len(table(client)) == len(few) + 3
