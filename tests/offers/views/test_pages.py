"""The public pages of the catalogue: what they answer, and at what cost."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connect.taxonomy.services import save_term
from tests.home.factories import home_page
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import (
    AccompanimentTypeFactory,
    PhaseFactory,
    TerritoryFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> None:
    """The site has its home page."""
    home_page()


def offers_of_every_kind(count: int) -> None:
    """As many funding offers, accompaniments and open calls."""
    phase, advice, commune = PhaseFactory(), AccompanimentTypeFactory(), TerritoryFactory()
    for _ in range(count):
        OfferFactory(phases=[phase], territories=[commune])
        OfferFactory(accompaniment=True, accompaniment_types=[advice], phases=[phase])
        OfferFactory(open_call=True, territories=[commune])


LISTS = {
    "/offres/": 5,
    "/offres/?typologie=subvention": 5,
    "/offres/?q=offre": 8,
    "/appels/": 5,
    "/structures/": 6,
    "/api/v1/offers": 2,
    "/api/v1/search?q=offre": 7,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_whatever_its_length(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, count: int
) -> None:
    offers_of_every_kind(count)
    client.get(address)
    with django_assert_num_queries(LISTS[address]):
        response = client.get(address)
    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_offer_structure_and_entity_cost_the_same(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    structure = StructureFactory()
    StructureFactory(entity=structure.entity)
    phases = [PhaseFactory() for _ in range(count)]
    offers = [OfferFactory(structure=structure, phases=phases) for _ in range(count)]
    for _ in range(count):
        OfferFactory(phases=phases)
    client.get("/offres/")
    for address, queries in (
        (offers[0].get_absolute_url(), 14),
        (structure.get_absolute_url(), 7),
        (structure.entity.get_absolute_url(), 7),
    ):
        with django_assert_num_queries(queries):
            assert client.get(address).status_code == 200


def test_every_facet_count_costs_at_most_twelve_statements(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    offers_of_every_kind(3)
    TerritoryFactory(name="Nantes")
    # The first visit after a change reads the whole catalogue: it too stays under the bar.
    with django_assert_max_num_queries(12):
        client.get("/offres/")
    client.get("/offres/?q=offre&lieu=Nantes")
    with django_assert_max_num_queries(12):
        client.get("/offres/?q=offre&lieu=Nantes")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/offres/",
        "/offres/?q=x&lieu=44000",
        "/appels/",
        "/structures/",
        "/recherche/?q=offre",
        "/nulle-part/",
    ],
)
def test_anonymous_pages_set_no_cookie(client: Client, address: str) -> None:
    OfferFactory()
    response = client.get(address)
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


def test_htmx_receives_the_results_alone_and_caches_know_it(client: Client) -> None:
    OfferFactory(title="Prêt de départ")
    whole = client.get("/offres/")
    part = client.get("/offres/", headers={"HX-Request": "true"})
    back = client.get(
        "/offres/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )

    assert "<html" in whole.content.decode() and "<html" in back.content.decode()
    assert "<html" not in part.content.decode() and "Prêt de départ" in part.content.decode()
    for response in (whole, part, back):
        assert "HX-Request" in response["Vary"]


def test_an_older_address_of_an_offer_leads_to_the_present_one(client: Client) -> None:
    offer = OfferFactory(reference="FIN-7", title="Prêt d’honneur")
    assert offer.get_absolute_url() == "/offres/FIN-7-pret-dhonneur/"
    for address in ("/offres/FIN-7/", "/offres/fin-7-autre-titre/", "/offres/FIN-7-x/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/offres/FIN-7-pret-dhonneur/")


@pytest.mark.parametrize(
    "address",
    [
        "/offres/?phase=rien&page=zz&ouverts=peut-etre",
        "/offres/?q=%00%F0%9F%98%80&lieu=%22%27%3B--",
        "/appels/?etat=jamais",
        "/structures/?role=roi&departement=999&page=-4",
        "/recherche/?q=%22OR+NEAR(&dans=rien&page=x",
    ],
)
def test_nonsense_in_the_address_is_answered(client: Client, address: str) -> None:
    OfferFactory()
    assert client.get(address).status_code == 200


def test_an_offer_says_its_themes_as_they_are_named_today(client: Client) -> None:
    theme, other = ThemeFactory(label="Argent public"), ThemeFactory(label="Tout autre chose")
    offer = OfferFactory()
    save_term(theme, links={"funding_types": [offer.funding_type]})
    assert "Argent public" in client.get(offer.get_absolute_url()).content.decode()
    assert other.label not in client.get(offer.get_absolute_url()).content.decode()

    theme.label = "Aides publiques"
    save_term(theme)
    page = client.get(offer.get_absolute_url()).content.decode()
    assert "Aides publiques" in page and "Argent public" not in page


def test_an_address_that_would_run_is_never_a_link(client: Client) -> None:
    offer = OfferFactory(title="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    for address in (
        offer.get_absolute_url(),
        "/offres/",
        "/offres/?q=alert",
        "/recherche/?q=alert",
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page


def test_writing_to_a_public_page_is_refused(client: Client) -> None:
    for address in ("/offres/", "/appels/", "/structures/", "/recherche/"):
        assert client.post(address).status_code in {403, 405}


def test_the_api_says_what_the_catalogue_says(client: Client) -> None:
    OfferFactory(reference="FIN-1", title="Prêt")
    OfferFactory(reference="ACC-2", accompaniment=True)
    OfferFactory(reference="AAP-3", open_call=True)
    OfferFactory(reference="AAP-4", closed_call=True)

    def references(query: str) -> list[str]:
        answer = json.loads(client.get(f"/api/v1/offers{query}").content)
        assert answer["count"] >= len(answer["items"])
        return sorted(item["external_id"] for item in answer["items"])

    assert references("") == ["AAP-3", "AAP-4", "ACC-2", "FIN-1"]
    assert references("?kind=funding") == ["FIN-1"]
    assert references("?kind=accompaniment") == ["ACC-2"]
    assert references("?kind=call") == ["AAP-3", "AAP-4"]
    assert references("?kind=call&clos=0") == references("?ouverts=1") == ["AAP-3"]
    assert len(references("?limit=2&offset=1")) == 2
    assert client.get("/api/v1/offers?kind=autre").status_code == 422
    assert client.get("/api/v1/offers?limit=100000").status_code == 422


def test_the_api_is_described(client: Client) -> None:
    described = json.loads(client.get("/api/v1/openapi.json").content)
    assert {"/api/v1/offers", "/api/v1/offers/{external_id}", "/api/v1/search"} <= set(
        described["paths"]
    )
