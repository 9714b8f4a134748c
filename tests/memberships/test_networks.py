"""Rights of local networks stop at the edge of their territory."""

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.common.clock import today
from connect.memberships import services
from connect.memberships.permissions import animates, may_administer, may_contribute
from connect.memberships.selectors import in_networks, networks_of
from connect.structures.models import Structure
from connect.taxonomy.enums import Level
from tests.accounts.factories import UserFactory
from tests.harness.visitor import Visitor
from tests.memberships.factories import MembershipFactory, NetworkAnimatorFactory
from tests.structures.factories import LocalNetworkFactory, StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db


def other_department() -> object:
    inside = TerritoryFactory(department=True)
    return TerritoryFactory(
        level=Level.DEPARTMENT, code="49", name="Maine-et-Loire", parent=inside.parent
    )


def test_a_department_network_holds_its_department_and_no_more() -> None:
    department = TerritoryFactory(department=True)
    beside = other_department()
    network = LocalNetworkFactory(territory=department)
    person = NetworkAnimatorFactory(network=network).user
    inside = [
        StructureFactory(department=department),
        StructureFactory(commune=TerritoryFactory(parent=department)),
        StructureFactory(department=beside, local_network=network),
        StructureFactory(department=department, private=True),
    ]
    outside = [
        StructureFactory(department=beside),
        StructureFactory(commune=TerritoryFactory(code="49007", parent=beside)),
        StructureFactory(department=beside, local_network=LocalNetworkFactory(territory=beside)),
        StructureFactory(),
        StructureFactory(private=True, department=department, merged_into=inside[0]),
    ]

    for structure in inside:
        assert animates(person, structure) and may_contribute(person, structure), structure
        assert not may_administer(person, structure)
    for structure in outside:
        assert not animates(person, structure) and not may_contribute(person, structure), structure
    held = Structure.objects.filter(in_networks(networks_of(person)))
    assert set(held.order_by("pk")) == set(inside)


def test_networks_of_other_levels() -> None:
    commune = TerritoryFactory()
    group = TerritoryFactory(epci_level=True)
    commune.epci = group
    commune.save()
    neighbour = TerritoryFactory(parent=commune.parent)
    levels = {
        "commune": (commune, True, False),
        "epci": (group, True, False),
        "region": (commune.parent.parent, True, True),
    }
    seated, beside = StructureFactory(commune=commune), StructureFactory(commune=neighbour)
    for name, (ground, first, second) in levels.items():
        person = NetworkAnimatorFactory(network=LocalNetworkFactory(territory=ground)).user
        assert (animates(person, seated), animates(person, beside)) == (first, second), name
    by_group = NetworkAnimatorFactory(network=LocalNetworkFactory(territory=group)).user
    assert animates(by_group, StructureFactory(epci=group))


def test_an_animation_that_ended_or_a_closed_account_gives_nothing() -> None:
    department = TerritoryFactory(department=True)
    structure = StructureFactory(department=department)
    network = LocalNetworkFactory(territory=department)
    ended = NetworkAnimatorFactory(network=network)
    services.end_animation(ended)
    closed = NetworkAnimatorFactory(network=network, user__is_active=False)
    for person in (ended.user, closed.user, UserFactory(), None):
        assert not may_contribute(person, structure)


def signed(client: Visitor, person: object) -> Visitor:
    client.force_login(person)  # type: ignore[arg-type]  # a user of a factory
    return client


def test_the_page_is_for_animators_only(client: Visitor) -> None:
    assert client.get("/compte/reseau/").status_code == 302
    signed(client, MembershipFactory(administrator=True).user)
    assert client.get("/compte/reseau/").status_code == 404
    assert "/compte/reseau/" not in client.get("/compte/structures/").content.decode()


def test_the_page_shows_the_territory_and_nothing_of_the_next(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    department = TerritoryFactory(department=True)
    network = LocalNetworkFactory(territory=department, name="Les Écossolies")
    person = NetworkAnimatorFactory(network=network).user
    StructureFactory(name="Dedans cachée", department=department, private=True)
    StructureFactory(name="Dehors cachée", private=True, department=other_department())
    signed(client, person)
    client.get("/compte/reseau/")

    with django_assert_num_queries(QUERIES):
        page = client.get("/compte/reseau/").content.decode()
    assert "Dedans cachée" in page and "Dehors cachée" not in page
    assert "pas visible du public" in page and "Les Écossolies" in page
    fresh = StructureFactory(name="Fraîche", department=department, verified_on=today())
    MembershipFactory(structure=fresh)
    MembershipFactory(structure=fresh, user__is_active=False)
    StructureFactory(name="Troisième", department=department)
    with django_assert_num_queries(QUERIES):
        page = client.get("/compte/reseau/").content.decode()
    assert "1\u00a0membre" in page and "Jamais vérifiée" in page
    stale = client.get("/compte/reseau/?vue=a-verifier").content.decode()
    assert "Fraîche" not in stale and "Dedans cachée" in stale
    free = client.get("/compte/reseau/?vue=sans-personne&page=99").content.decode()
    assert "Fraîche" not in free and "Troisième" in free
    assert client.get("/compte/reseau/?vue=%00&page=x").status_code == 200


QUERIES = 9
