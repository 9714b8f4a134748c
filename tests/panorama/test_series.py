"""The open series: what is public, and nothing else."""

import csv
import datetime
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from connect.common.clock import today
from connect.panorama import indicators
from connect.panorama.enums import Nature
from tests.panorama.factories import MeasureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def formula() -> Iterator[None]:
    """A public flow whose label a spreadsheet would run."""
    model = indicators.get("structures")
    assert model is not None
    indicators.register(replace(model, key="formule", label="=1+1", nature=Nature.FLOW))
    yield
    indicators.unregister("formule")


def content(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    assert not page.cookies
    streamed = b"".join(page.streaming_content)  # type: ignore[arg-type]  # of a synchronous client
    return streamed.decode("utf-8-sig")


def rows(client: Client) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(content(client, "/donnees/indicateurs.csv")), delimiter=";")
    )


def test_the_two_files_give_the_same_days(client: Client) -> None:
    yesterday = today() - datetime.timedelta(days=1)
    MeasureFactory(day=yesterday, value=9, taken_on=today())
    MeasureFactory(value="9.5")
    table = rows(client)
    assert [(row["jour"], row["indicateur"], row["valeur"], row["provisoire"]) for row in table] == [
        (yesterday.isoformat(), "structures", "9", "non"),
        (today().isoformat(), "structures", "9.5", "oui"),
    ]  # fmt: skip
    data = json.loads(content(client, "/donnees/indicateurs.json"))
    assert [item["value"] for item in data["items"]] == [9.0, 9.5]
    assert data["licence"]["name"].startswith("Licence Ouverte")
    assert {one["key"] for one in data["indicators"]} == {one.key for one in indicators.public()}


def test_what_is_not_public_is_in_neither(client: Client) -> None:
    for key in ("offres_enregistrees", "part_visible", "un_indicateur_disparu"):
        MeasureFactory(key=key, value=343)
    assert rows(client) == []
    text = content(client, "/donnees/indicateurs.json")
    assert "343" not in text and "offres_enregistrees" not in text and "enregistrées" not in text


def test_a_day_that_is_not_over_has_no_flow_and_no_cell_runs(client: Client, formula: None) -> None:
    MeasureFactory(key="formule", value=3)
    assert rows(client) == []
    MeasureFactory(key="formule", day=today() - datetime.timedelta(days=1), taken_on=today())
    (row,) = rows(client)
    assert row["libellé"] == "'=1+1"


def test_without_history_the_files_are_whole(client: Client) -> None:
    assert rows(client) == []
    assert json.loads(content(client, "/donnees/indicateurs.json"))["items"] == []
    assert client.post("/donnees/indicateurs.json").status_code in {403, 405}
