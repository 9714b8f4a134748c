"""The files of a list: what the page finds, all of it, in the same order, at a known cost."""

import datetime
import json
from typing import Any
from urllib.parse import unquote

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.common.clock import today
from connect.offers.catalogue import criteria as reading
from connect.offers.catalogue import results as page
from connect.offers.catalogue.index import current
from connect.offers.catalogue.places import locate
from connect.offers.opendata import lines
from tests.offers.factories import OfferFactory
from tests.offers.opendata.reading import body, document, table
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    FundingTypeFactory,
    NeedFactory,
    PhaseFactory,
    SectorFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

ASKED = (
    "",
    "phase=idee",
    "secteur=culture",
    "typologie=pret",
    "typologie=accompagnement",
    "typologie=formation",
    "typologie=formation&typologie=pret",
    "typologie=appel_a_projets&clos=1",
    "besoin=besoin",
    "q=garage",
    "q=garage&phase=idee",
    "lieu=Nantes",
    "lieu=nulle-part",
    "ouverts=1",
    "clos=1",
    "phase=inconnue&ouverts=peut-etre&page=zz",
    "page=3",
)


def catalogue() -> None:
    """Offers that answer differently to each of `ASKED`, more of a kind than the page shows at once."""
    idea, other = PhaseFactory(code="idee"), PhaseFactory(code="croissance")
    culture, loan = SectorFactory(code="culture"), FundingTypeFactory(code="pret")
    NeedFactory(code="besoin", funding_types=[loan])
    training, advice = (
        AccompanimentTypeFactory(code="formation"),
        AccompanimentTypeFactory(code="conseil"),
    )
    nantes = TerritoryFactory(name="Nantes", code="44109")
    elsewhere = TerritoryFactory(name="Angers", code="49007")
    for number in range(page.PER_GROUP + 2):
        OfferFactory(
            title=f"Garage {number}",
            phases=[idea],
            verified_on=today() - datetime.timedelta(number),
        )
    OfferFactory(title="Prêt", funding_type=loan, phases=[other], territories=[nantes])
    OfferFactory(title="Aide", sectors=[culture], territories=[elsewhere])
    OfferFactory(accompaniment=True, accompaniment_types=[training], phases=[idea])
    OfferFactory(accompaniment=True, accompaniment_types=[advice, training], title="Garage aussi")
    OfferFactory(accompaniment=True)
    OfferFactory(open_call=True, sectors=[culture])
    OfferFactory(upcoming_call=True)
    OfferFactory(closed_call=True, title="Garage passé")


def shown(query: str) -> tuple[list[str], list[str]]:
    """References that the page lists, group after group however many it shows first, and its notices."""
    index = current()
    asked, notices = reading.read(QueryDict(query), index)
    locality, sentence = locate(asked.place)
    notices += [sentence] if sentence else []
    results = page.answer(asked.on_page(1), index, locality, None, notices)
    return [row.offer.reference for group in results.groups for row in group.rows], results.notices


def test_page_files_and_api_agree(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue()
    monkeypatch.setattr(page, "PER_GROUP", 1000)
    monkeypatch.setattr(page, "PER_PAGE", 1000)
    seen = set()
    for query in ASKED:
        expected, notices = shown(query)
        lines_read = table(client, f"/offres/export.csv?{query}")
        read = document(client, f"/offres/export.json?{query}")
        closed = "" if "clos=" in query else "&clos=0"
        api = json.loads(client.get(f"/api/v1/offers?limit=200&{query}{closed}").content)

        assert [line["Référence"] for line in lines_read] == expected, query
        assert [item["external_id"] for item in read["items"]] == expected, query
        assert sorted(item["external_id"] for item in api["items"]) == sorted(expected), query
        assert read["count"] == api["count"] == len(expected), query
        # A page number means nothing to a file: its notice is the page's alone.
        assert read["notices"] == [one for one in notices if "numéro de page" not in one], query
        seen.add(tuple(expected))
    # The table would prove nothing if everything answered to everything.
    assert len(seen) >= 11


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def test_an_item_has_the_names_and_values_of_the_api(client: Client) -> None:
    catalogue()
    for item in document(client, "/offres/export.json?clos=1")["items"]:
        one = json.loads(client.get(f"/api/v1/offers/{item['external_id']}").content)
        told = {key: _sorted(value) for key, value in one.items()}
        known = {key: _sorted(item[key]) for key in one}
        if item["kind"] == "accompaniment":
            # The API says several types in any order.
            known["type"], told["type"] = sorted(known["type"]), sorted(told["type"])
        assert known == told


def test_a_file_says_where_it_comes_from(client: Client) -> None:
    PhaseFactory(code="idee")
    read = document(client, "/offres/export.json?phase=idee&phase=rien&q=pr%C3%AAt&clos=1")
    assert read["licence"]["name"].startswith("Licence Ouverte 2.0")
    assert read["date"] == str(today())
    assert read["url"] == "http://testserver/offres/?q=pr%C3%AAt&phase=idee&clos=1"
    assert read["criteria"] == {"q": "prêt", "phase": ["idee"], "clos": True}
    assert (read["count"], read["items"]) == (0, [])
    response = client.get("/offres/export.csv?phase=rien")
    assert unquote(response["X-Notices"]) == (
        "Un choix de « Étape de votre projet » n’existe pas ou plus ; nous l’avons laissé de côté."
    )
    assert 'rel="license"' in response["Link"]


def test_codes_stand_beside_labels(client: Client) -> None:
    OfferFactory(
        phases=[
            PhaseFactory(code="idee", label="Une idée"),
            PhaseFactory(code="essor", label="Essor"),
        ],
        territories=[TerritoryFactory(name="Nantes", code="44109")],
        verified_on=datetime.date(2026, 3, 1),
        amount_min=1000,
        amount_max=20000,
    )
    (line,) = table(client, "/offres/export.csv")
    assert sorted(line["Étapes du projet (codes)"].split(" | ")) == ["essor", "idee"]
    assert sorted(line["Étapes du projet"].split(" | ")) == ["Essor", "Une idée"]
    assert (line["Territoires (codes)"], line["Territoires"]) == ("commune:44109", "Nantes")
    assert (line["Vérifiée le"], line["Montant maximum (€)"]) == ("2026-03-01", "20000")
    assert (line["Nature (code)"], line["Tous secteurs"]) == ("funding", "non")
    assert line["Fiche"].startswith("http://testserver/offres/FIN-")


def test_no_cell_runs_and_every_text_comes_back(client: Client) -> None:
    hostile = {
        "title": '=HYPERLINK("http://example.org";"clic")',
        "summary": '@SUM(A1)\nseconde ligne ; "entre guillemets"',
        "conditions": "-1+cmd|' /C calc'!A0",
        "how_to_apply": "\t=1+1",
        "phone": "+33 2 40 00 00 00",
    }
    OfferFactory(**hostile)
    structure = StructureFactory(name="=STRUCTURE()", phone="+33 1", description="\rx")
    (line,) = table(client, "/offres/export.csv")
    for header, field in (
        ("Intitulé", "title"),
        ("Résumé", "summary"),
        ("Conditions", "conditions"),
        ("Démarche", "how_to_apply"),
        ("Téléphone", "phone"),
    ):
        assert line[header] == f"'{hostile[field]}", header
    of_structure = {one["Référence"]: one for one in table(client, "/structures/export.csv")}[
        structure.reference
    ]
    assert of_structure["Nom"] == "'=STRUCTURE()"
    assert (of_structure["Téléphone"], of_structure["Présentation"]) == ("'+33 1", "'\rx")
    for one in (*line.values(), *of_structure.values()):
        assert not one.startswith(("=", "+", "-", "@", "\t", "\r", "\n")), one
    # JSON is read by programs: it says the texts as they are.
    assert document(client, "/offres/export.json")["items"][0]["title"] == hostile["title"]


def test_files_of_structures_are_those_of_their_page(client: Client) -> None:
    department = TerritoryFactory(department=True)
    StructureFactory(reference="STR-1", name="Béta", is_funder=True, department=department)
    StructureFactory(reference="STR-2", name="alpha", is_accompanier=True, commune_name="Nantes")
    StructureFactory(reference="STR-3", name="Secrète", private=True, is_funder=True)
    for query, expected in (
        ("", ["STR-2", "STR-1"]),
        ("role=finance", ["STR-1"]),
        ("role=roi&departement=999", ["STR-2", "STR-1"]),
        (f"departement={department.code}", ["STR-1"]),
        ("role=oriente", []),
    ):
        lines_read = table(client, f"/structures/export.csv?{query}")
        read = document(client, f"/structures/export.json?{query}")
        assert [line["Référence"] for line in lines_read] == expected, query
        assert [item["external_id"] for item in read["items"]] == expected, query
        assert len(read["notices"]) == (2 if "roi" in query else 0), query
    assert document(client, "/structures/export.json?role=finance")["items"][0]["roles"] == [
        "finance"
    ]


COSTS = {
    "/offres/export.csv": 4,
    "/offres/export.json": 4,
    "/offres/export.json?q=offre": 7,
    "/structures/export.csv": 2,
    "/structures/export.json": 2,
    "/offres/nouveautes.atom": 5,
    "/appels/clotures.atom": 4,
    "/appels/clotures.ics": 4,
}


def test_a_file_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    phase, commune = PhaseFactory(), TerritoryFactory()
    for count in (1, 2):
        for _ in range(count):
            OfferFactory(phases=[phase], territories=[commune])
            OfferFactory(open_call=True, territories=[commune], phases=[phase])
            OfferFactory(accompaniment=True, accompaniment_types=[AccompanimentTypeFactory()])
        for address, cost in COSTS.items():
            body(client, address)
            with django_assert_num_queries(cost):
                body(client, address)


def test_a_long_list_is_read_in_batches(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(7):
        OfferFactory()
    expected = [line["Référence"] for line in table(client, "/offres/export.csv")]
    sizes: list[int] = []
    whole = lines.visible_to

    def counted(reader: Any) -> Any:
        sizes.append(1)
        return whole(reader)

    monkeypatch.setattr(lines, "BATCH", 3)
    monkeypatch.setattr(lines, "visible_to", counted)
    assert [line["Référence"] for line in table(client, "/offres/export.csv")] == expected
    assert len(sizes) == 3
