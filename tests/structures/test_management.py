"""Management pages of structures and entities."""

import pytest
from pytest_django import DjangoAssertNumQueries
from wagtail.models import ModelLogEntry

from connect.accounts.enums import StaffRole
from connect.structures.models import Structure
from tests.harness.visitor import Visitor
from tests.offers.factories import OfferFactory
from tests.offers.management import form_of, signed_in
from tests.structures.factories import EntityFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_three(
    client: Visitor, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        OfferFactory(structure=StructureFactory(department=TerritoryFactory(department=True)))
    signed_in(StaffRole.EDITOR, client)
    client.get("/gestion/structures/")

    with django_assert_num_queries(14):
        client.get("/gestion/structures/")


def test_a_new_structure_gets_a_reference_and_an_address(client: Visitor) -> None:
    StructureFactory(reference="STR-268", slug="les-trois-rives")
    entity = EntityFactory()
    person = signed_in(StaffRole.EDITOR, client)
    data = form_of(client, "/gestion/structures/new/")
    assert "reference" not in data and "slug" not in data

    client.post(
        "/gestion/structures/new/", data | {"name": ["Les Trois Rives"], "entity": [str(entity.pk)]}
    )

    made = Structure.objects.get(name="Les Trois Rives")
    assert (made.reference, made.slug) == ("STR-269", "les-trois-rives-2")
    assert ModelLogEntry.objects.get(object_id=str(made.pk)).user == person


def test_hiding_a_structure_hides_its_offers(client: Visitor) -> None:
    offer = OfferFactory(title="Prêt de la Coop")
    assert offer.title in client.get("/offres/").content.decode()
    signed_in(StaffRole.EDITOR, client)
    address = f"/gestion/structures/edit/{offer.structure_id}/"
    data = form_of(client, address)
    assert data.pop("is_public") == ["on"]

    assert client.post(address, data).status_code == 302

    assert offer.title not in client.get("/offres/").content.decode()


def test_a_commune_is_not_a_department(client: Visitor) -> None:
    structure, commune = StructureFactory(), TerritoryFactory()
    signed_in(StaffRole.EDITOR, client)
    address = f"/gestion/structures/edit/{structure.pk}/"

    answer = client.post(address, form_of(client, address) | {"department": [str(commune.pk)]})

    assert "n’est pas de ce niveau" in answer.content.decode()
    structure.refresh_from_db()
    assert structure.department is None


def test_renaming_an_entity_is_seen_on_the_site(client: Visitor) -> None:
    offer = OfferFactory()
    signed_in(StaffRole.EDITOR, client)
    address = f"/gestion/entites/edit/{offer.structure.entity_id}/"

    client.post(address, form_of(client, address) | {"name": ["Conseil nouveau"]})

    page = client.get(f"/structures/{offer.structure.slug}/").content.decode()
    assert "Conseil nouveau" in page


@pytest.mark.parametrize(("role", "seen"), [(StaffRole.EDITOR, True), (StaffRole.PUBLISHER, False)])
def test_the_chooser_shows_private_structures_to_their_editors_only(
    client: Visitor, role: StaffRole, seen: bool
) -> None:
    StructureFactory(name="Structure discrète", private=True)
    StructureFactory(name="Structure ouverte")
    signed_in(role, client)

    text = client.get("/gestion/choisir-structure/results/").content.decode()

    assert "Structure ouverte" in text
    assert ("Structure discrète" in text) is seen
