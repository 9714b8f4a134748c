"""« Se référencer » on the public site: found, claimed, described, never lost, never twice."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from connect.memberships import claiming
from connect.memberships.enums import ClaimState
from connect.memberships.models import Claim, JoinRequest
from connect.notifications.models import Notice
from tests.accounts.factories import UserFactory
from tests.common.visitors import shown
from tests.harness.visitor import Visitor
from tests.memberships.factories import ClaimFactory, MembershipFactory
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import TerritoryFactory

pytestmark = pytest.mark.django_db

START, NEW = "/se-referencer/", "/se-referencer/nouvelle/"


@pytest.fixture
def typed() -> dict[str, Any]:
    """What a person types to add a structure."""
    TerritoryFactory(code="44109", name="Nantes")
    return {
        "name": "Les Ateliers du Val",
        "nature": "association",
        "place": "nantes",
        "description": "Un atelier de réparation ouvert à tous.",
        "website": "ateliers.example.org",
        "email": "contact@ateliers.example.org",
        "position": "présidente",
        "address": "moi@example.org",
        "affiche": shown(),
    }


def test_the_search_sets_no_cookie_and_hides_what_is_hidden(client: Visitor) -> None:
    StructureFactory(name="L’Écluse solidaire")
    StructureFactory(name="L’Écluse cachée", private=True)
    first = client.get(START)
    assert first.status_code == 200 and not first.cookies
    page = client.get(START, {"nom": "ecluse"}).content.decode()
    assert "L’Écluse solidaire" in page and "cachée" not in page
    for odd in ("\x00", "x" * 5000, "<script>alert(1)</script>", "de la"):
        answer = client.get(START, {"nom": odd})
        assert answer.status_code == 200 and "<script>alert" not in answer.content.decode()


def test_the_search_costs_the_same_with_one_and_three(
    client: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(START)
    for count in (1, 2):
        for _ in range(count):
            StructureFactory(name="L’Écluse", department=TerritoryFactory(department=True))
        with django_assert_num_queries(4):
            client.get(START, {"nom": "ecluse"})


def test_claiming_without_account_waits_for_the_address(client: Visitor) -> None:
    structure = StructureFactory(name="La Coop")
    url = f"{START}{structure.reference}/"
    assert "Personne ne la tient encore" in client.get(url).content.decode()
    wrong = client.post(url, {"position": "trésorier", "address": "x", "affiche": shown()})
    assert wrong.status_code == 422 and "trésorier" in wrong.content.decode()
    said = {"position": "trésorier", "address": "moi@example.org", "affiche": shown()}
    for _ in range(2):
        answer = client.post(url, said)
        assert answer.headers["Location"] == "/se-referencer/recue/"
    claim = Claim.objects.get()
    assert claim.state == ClaimState.UNCONFIRMED
    assert "boîte aux lettres" in client.get("/se-referencer/recue/").content.decode()

    claim.refresh_from_db()
    link = f"/se-referencer/confirmer/{claiming.link_of(claim)}/"
    for _ in range(2):
        assert "trésorier" in client.get(link).content.decode()
    claim.refresh_from_db()
    assert claim.state == ClaimState.UNCONFIRMED
    for _ in range(2):
        assert "est transmise" in client.post(link).content.decode()
    claim.refresh_from_db()
    assert claim.state == ClaimState.WAITING
    ended = client.get("/se-referencer/confirmer/abc/")
    assert ended.status_code == 404 and "plus valable" in ended.content.decode()


def test_robots_are_kept_out(client: Visitor) -> None:
    structure = StructureFactory()
    url = f"{START}{structure.reference}/"
    client.get(url)
    said = {"position": "x", "address": "moi@example.org"}
    for trick in (
        {"affiche": shown(0)},
        {"affiche": "x"},
        {},
        {"affiche": shown(), "site_web": "x"},
    ):
        assert client.post(url, said | trick).status_code == 422, trick
    assert not Claim.objects.exists()


def test_floods_are_stopped_and_what_was_typed_stays(client: Visitor) -> None:
    client.get(START)
    for number in range(7):
        url = f"{START}{StructureFactory().reference}/"
        client.get(url)
        said = {
            "position": f"fonction {number}",
            "address": f"moi-{number}@example.org",
            "affiche": shown(),
        }
        answer = client.post(url, said)
    assert answer.status_code == 422 and "fonction 6" in answer.content.decode()
    assert Claim.objects.count() == 6


def test_what_is_hidden_cannot_be_claimed(client: Visitor) -> None:
    kept = StructureFactory()
    for structure in (
        StructureFactory(private=True),
        StructureFactory(private=True, merged_into=kept),
    ):
        assert client.get(f"{START}{structure.reference}/").status_code == 404
    assert client.get(f"{START}STR-99999/").status_code == 404


def test_a_held_structure_is_joined_by_asking_its_administrators(client: Visitor) -> None:
    boss = MembershipFactory(administrator=True)
    url = f"{START}{boss.structure.reference}/"
    page = client.get(url)
    assert "Me connecter pour demander" in page.content.decode() and not page.cookies
    client.get(NEW)
    said = {"position": "x", "address": "a@example.org", "message": "Moi", "affiche": shown()}
    assert client.post(url, said).status_code == 422
    assert not Claim.objects.exists() and not JoinRequest.objects.exists()
    person = UserFactory()
    client.force_login(person)
    client.get(url)
    long = client.post(url, {"message": "x" * 501})
    assert long.status_code == 422 and "xxx" in long.content.decode()
    for _ in range(2):
        done = client.post(url, {"message": "Je suis la trésorière"}, follow=True)
    assert "transmise aux administrateurs" in done.content.decode()
    assert JoinRequest.objects.get().user == person
    client.force_login(boss.user)
    assert client.get(url).headers["Location"] == f"/compte/structures/{boss.structure.reference}/"


def test_adding_with_an_account_goes_straight_on(client: Visitor, typed: dict[str, Any]) -> None:
    person = UserFactory()
    client.force_login(person)
    assert "Votre adresse électronique" not in client.get(NEW).content.decode()
    done = client.post(NEW, typed, follow=True)
    assert "transmise à la chambre régionale" in done.content.decode()
    claim = Claim.objects.get()
    assert (claim.user, claim.address, claim.state) == (person, person.email, ClaimState.WAITING)
    assert (claim.commune and claim.commune.name, claim.website) == (
        "Nantes",
        "https://ateliers.example.org",
    )


def test_adding_without_account_twice_makes_one(client: Visitor, typed: dict[str, Any]) -> None:
    assert 'value="Ma Coop"' in client.get(NEW, {"nom": "Ma Coop"}).content.decode()
    for _ in range(2):
        assert client.post(NEW, typed).status_code == 302
    assert Claim.objects.get().state == ClaimState.UNCONFIRMED
    assert Notice.objects.count() == 2


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client: Visitor, typed: dict[str, Any]
) -> None:
    client.get(NEW)
    cases = {
        "name": ["", "<b>x</b>", "???", "x" * 201, "C\u043eop", "Coop\u202e"],
        "nature": ["", "royaume"],
        "place": ["", "Trifouillis-les-Oies", "Loire-Atlantique"],
        "website": ["javascript:alert(1)", "http://a@b.c", "pas un site"],
        "email": ["pas une adresse"],
        "description": ["", "x" * 1001],
        "position": ["", "x" * 161],
        "address": ["", "a@b", "\u0430@example.org"],
    }
    for field, values in cases.items():
        for value in values:
            answer = client.post(NEW, typed | {field: value, "affiche": shown()})
            page = answer.content.decode()
            assert answer.status_code == 422, (field, value)
            kept = "chargée" if field == "position" else "présidente"
            if field != "position":
                assert kept in page, (field, value)
            assert 'role="alert"' in page, (field, value)
    assert not Claim.objects.exists()


def test_a_commune_of_several_is_chosen(client: Visitor, typed: dict[str, Any]) -> None:
    TerritoryFactory(code="44005", name="Saint-Julien-de-Vouvantes")
    TerritoryFactory(code="44166", name="Saint-Julien-de-Concelles")
    client.get(NEW)
    answer = client.post(NEW, typed | {"place": "Saint-Julien"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "choisissez la bonne" in page and 'value="44166"' in page
    # A code that answers nothing typed is left aside.
    assert (
        client.post(NEW, typed | {"place": "Saint-Julien", "commune": "44109"}).status_code == 422
    )
    client.post(NEW, typed | {"place": "Saint-Julien", "commune": "44166"})
    claim = Claim.objects.get()
    assert claim.commune is not None and claim.commune.code == "44166"


def test_doubles_are_shown_before_adding(client: Visitor, typed: dict[str, Any]) -> None:
    StructureFactory(name="LES ATELIERS du val", commune_name="Nantes", reference="STR-77")
    StructureFactory(
        name="Autre nom", website="https://www.ateliers.example.org/accueil", reference="STR-78"
    )
    StructureFactory(name="Les Ateliers du Val", commune_name="Angers", reference="STR-79")
    StructureFactory(
        name="Les Ateliers du Val", commune_name="Nantes", private=True, reference="STR-80"
    )
    client.get(NEW)
    answer = client.post(NEW, typed)
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and "/se-referencer/STR-77/" in page
        and "/se-referencer/STR-78/" in page
    )
    assert "STR-79" not in page and "STR-80" not in page
    assert client.post(NEW, typed | {"distinct": "on"}).status_code == 302
    assert Claim.objects.count() == 1


def test_a_claim_that_waits_is_not_told_to_strangers(client: Visitor) -> None:
    claim = ClaimFactory(known=True)
    url = f"{START}{claim.structure.reference}/"
    client.get(url)
    answer = client.post(url, {"position": "x", "address": claim.address, "affiche": shown()})
    assert answer.headers["Location"] == "/se-referencer/recue/"
    assert Claim.objects.count() == 1


def test_the_public_sheet_leads_here(client: Visitor) -> None:
    structure = StructureFactory()
    page = client.get(structure.get_absolute_url())
    assert f"/se-referencer/{structure.reference}/" in page.content.decode() and not page.cookies


def test_names_in_other_letters_are_not_one(client: Visitor, typed: dict[str, Any]) -> None:
    client.get(NEW)
    for name in ("\u041c\u0438\u0440", "\u0414\u043e\u043c"):
        assert client.post(NEW, typed | {"name": name, "website": ""}).status_code == 302
    assert Claim.objects.count() == 2
