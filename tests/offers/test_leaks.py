"""A hidden offer is nowhere: each address is asked with an offer that could leak."""

import json
from typing import Any

import pytest
from django.test import Client

from connect.offers.models import Offer
from connect.search.services import reindex
from tests.accounts.factories import UserFactory
from tests.home.factories import home_page
from tests.offers.factories import OfferFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import NeedFactory, PhaseFactory

pytestmark = pytest.mark.django_db
SECRET = "Zygomorphe"
TRAITS = ["hidden", "draft", "to_validate", "archived"]


@pytest.fixture(params=[*TRAITS, "of_private_structure"])
def secret(request: pytest.FixtureRequest) -> Offer:
    """An offer and a call that nobody may see, beside visible ones of the same structure."""
    home_page()
    private = request.param == "of_private_structure"
    structure = StructureFactory(
        name=f"Structure {SECRET if private else 'connue'}", is_public=not private
    )
    state: dict[str, Any] = {} if private else {request.param: True}
    phase = PhaseFactory(code="idee")
    NeedFactory(code="besoin")
    other = structure if not private else StructureFactory()
    StructureFactory(entity=structure.entity)
    OfferFactory(reference="FIN-1", title="Prêt connu", structure=other, phases=[phase])
    OfferFactory(
        call=True,
        reference="AAP-3",
        title=f"Appel {SECRET}",
        structure=structure,
        phases=[phase],
        **state,
    )
    hidden: Offer = OfferFactory(
        reference="FIN-2",
        title=f"Prêt {SECRET}",
        structure=structure,
        summary=SECRET,
        phases=[phase],
        **state,
    )
    reindex()
    return hidden


ADDRESSES = (
    "/",
    "/offres/",
    "/offres/?q=zygomorphe",
    "/offres/?phase=idee",
    "/offres/?clos=1",
    "/offres/FIN-1-pret-connu/",
    "/appels/",
    "/appels/?etat=clos",
    "/appels/?etat=a-venir",
    "/structures/",
    "/structures/?q=zygomorphe",
    "/recherche/?q=zygomorphe",
    "/recherche/?q=pret",
    "/sitemap-offres.xml",
    "/sitemap-structures.xml",
    "/sitemap.xml",
    "/offres/export.csv",
    "/offres/export.json?clos=1",
    "/offres/nouveautes.atom",
    "/appels/clotures.atom",
    "/appels/clotures.ics",
    "/structures/export.csv",
    "/structures/export.json",
    "/opensearch.xml",
    "/api/v1/offers",
    "/api/v1/offers?q=zygomorphe",
    "/api/v1/offers?kind=call",
    "/api/v1/search?q=zygomorphe",
    "/api/v1/search?q=pret",
    "/api/v1/openapi.json",
    "/api/pages/",
    "/api/pages/?search=zygomorphe",
    "/api/pages/?fields=*",
)


def test_no_page_names_it(client: Client, secret: Offer) -> None:
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 200, address
        # What the visitor typed may be repeated to them, in small letters here; the offer's own words may not.
        text = response.getvalue().decode()  # type: ignore[attr-defined]  # of Django's own answers
        assert SECRET not in text, address
        assert "FIN-2" not in text and "AAP-3" not in text, address


def test_its_own_page_does_not_exist(client: Client, secret: Offer) -> None:
    for address in (
        "/offres/FIN-2/",
        "/offres/FIN-2-pret-zygomorphe/",
        "/offres/fin-2-x/",
        "/offres/FIN-2/carte/",
        "/oembed?url=http://testserver/offres/FIN-2/",
    ):
        response = client.get(address)
        assert response.status_code == 404, address
        assert SECRET not in response.content.decode(), address


def test_the_api_does_not_know_it(client: Client, secret: Offer) -> None:
    assert client.get("/api/v1/offers/FIN-2").status_code == 404
    listed = json.loads(client.get("/api/v1/offers").content)
    assert (listed["count"], [one["external_id"] for one in listed["items"]]) == (1, ["FIN-1"])


def test_its_structure_and_entity_do_not_show_it(client: Client, secret: Offer) -> None:
    expected = 200 if secret.structure.is_public else 404
    assert client.get(f"/structures/{secret.structure.slug}/").status_code == expected
    # The entity has another service, which is public.
    for address in (
        f"/structures/{secret.structure.slug}/",
        f"/entites/{secret.structure.entity.slug}/",
    ):
        text = client.get(address, follow=True).content.decode()
        assert SECRET not in text, address
    assert client.get(address, follow=True).status_code == 200


def test_staff_see_the_public_site_as_everybody(client: Client, secret: Offer) -> None:
    client.force_login(UserFactory(superuser=True))
    assert client.get("/offres/FIN-2/").status_code == 404
    assert SECRET not in client.get("/offres/").content.decode()
