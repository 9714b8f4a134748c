"""One's own account: name, password, address; nobody else's."""

import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from connect.accounts import sign_in_links
from connect.accounts.models import AddressProof, Profile
from connect.taxonomy.enums import Level
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.hands import last_link, signed_in
from tests.harness.visitor import Visitor
from tests.taxonomy.factories import TerritoryFactory, ThemeFactory

pytestmark = pytest.mark.django_db

RECENT = ("account_password", "account_address", "account_erase", "mfa_activate_totp")
SIGNED_IN = (
    *RECENT,
    "account_home",
    "account_profile",
    "account_sessions",
    "account_data",
    "mfa_index",
)


def test_visitors_are_led_to_the_door() -> None:
    client = Visitor()
    for name in SIGNED_IN:
        address = reverse(name)
        assert client.get(address).headers["Location"] == f"/compte/connexion/?next={address}"
        client.get("/compte/connexion/")
        assert client.post(address).status_code in {302, 405}


def test_what_touches_safety_asks_for_a_recent_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Visitor()
    client.force_login(UserFactory())
    for name in RECENT:
        assert client.get(reverse(name)).status_code == 200, name
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    for name in (*RECENT, "account_data_copy"):
        address = reverse(name)
        client.get("/compte/")
        answer = client.post(address)
        assert answer.headers["Location"].startswith("/compte/confirmer/?next="), name
    client.get("/compte/confirmer/?next=/compte/adresse/")
    answer = client.post("/compte/confirmer/", {"next": "/compte/adresse/"})
    assert answer.headers["Location"] == "/compte/connexion/?next=%2Fcompte%2Fadresse%2F"
    assert not signed_in(client)


def test_a_profile_keeps_name_territory_and_themes(client: Client) -> None:
    person = UserFactory()
    area, theme = TerritoryFactory(level=Level.EPCI), ThemeFactory()
    commune = TerritoryFactory(level=Level.COMMUNE)
    client.force_login(person)
    address = reverse("account_profile")
    client.get(address)
    sent = {"first_name": " Accompagnatrice ", "last_name": "Démo"}
    client.post(address, {**sent, "territory": area.pk, "themes": [theme.pk]})
    profile = Profile.objects.get(user=person)
    person.refresh_from_db()
    assert (person.first_name, profile.territory) == ("Accompagnatrice", area)
    assert list(profile.themes.all()) == [theme]
    for wrong in ({"territory": commune.pk}, {"first_name": "Аda"}, {"last_name": ""}):  # Cyrillic
        page = client.post(address, {**sent, **wrong})
        assert page.status_code == 200 and page.context["errors"], wrong
    assert Profile.objects.get(user=person).territory == area


def test_a_password_is_chosen_then_given_up_and_other_devices_leave(client: Client) -> None:
    person = UserFactory(email="personne@example.org")
    other = Visitor()
    other.force_login(person)
    client.force_login(person)
    address, words = reverse("account_password"), "une phrase assez longue"
    client.get(address)
    for wrong in ({"password": "court", "again": "court"}, {"password": words, "again": "autre"}):
        assert client.post(address, wrong).context["errors"]
    assert client.post(address, {"password": words, "again": words}).status_code == 302
    person.refresh_from_db()
    assert person.check_password(words)
    assert signed_in(client) and client.get("/compte/").status_code == 200
    assert other.get("/compte/").status_code == 302
    assert "mot de passe" in mail.outbox[-1].body and mail.outbox[-1].to == [person.email]
    client.get(address)
    client.post(address, {"remove": "1"})
    person.refresh_from_db()
    assert not person.has_usable_password()
    assert client.get("/compte/").status_code == 200


def test_an_address_changes_once_its_link_is_opened_by_its_owner(client: Client) -> None:
    person = UserFactory(email="avant@example.org")
    client.force_login(person)
    address = reverse("account_address")
    before = sign_in_links.path_for(person)
    client.get(address)
    client.post(address, {"email": "Apres@Example.org"})
    assert mail.outbox[-1].to == ["apres@example.org"]
    link, stranger = last_link("/compte/adresse/"), Visitor()
    stranger.force_login(UserFactory())
    stranger.get("/compte/")
    assert stranger.get(link).status_code == 410
    assert stranger.post(link).status_code == 410
    assert Visitor().get(link).status_code == 302
    person.refresh_from_db()
    assert person.email == "avant@example.org"
    client.get(link)
    client.post(link)
    person.refresh_from_db()
    assert person.email == "apres@example.org"
    assert mail.outbox[-1].to == ["avant@example.org"]
    assert Visitor().get(before).status_code == 410
    assert client.get(link).status_code == 410


def test_an_address_of_somebody_else_is_neither_taken_nor_told(client: Client) -> None:
    UserFactory(email="prise@example.org")
    person = UserFactory(email="personne@example.org")
    client.force_login(person)
    address = reverse("account_address")
    seen = []
    for wanted in ("prise@example.org", "libre@example.org"):
        client.get(address)
        answer = client.post(address, {"email": wanted})
        page = client.get(address).content.decode()
        seen.append((answer.status_code, wanted in page))
    assert seen == [(302, True)] * 2
    assert "déjà un" in mail.outbox[0].body
    link = last_link("/compte/adresse/")
    UserFactory(email="libre@example.org")
    client.get(link)
    client.post(link)
    person.refresh_from_db()
    assert person.email == "personne@example.org"


def test_addresses_are_not_written_to_without_end(client: Client) -> None:
    client.force_login(UserFactory())
    address = reverse("account_address")
    client.get(address)
    answers = [
        client.post(address, {"email": f"n{number}@example.org"}).status_code for number in range(6)
    ]
    assert answers == [302] * 5 + [429]
    assert AddressProof.objects.count() == 5


def test_a_new_password_signs_in_and_the_old_one_does_not() -> None:
    person = UserFactory(email="personne@example.org")
    person.set_password("une phrase assez longue")
    person.save()
    door = "/compte/connexion/mot-de-passe/"
    for password, expected in ((PASSWORD, False), ("une phrase assez longue", True)):
        client = Visitor()
        client.get(door)
        client.post(door, {"email": "personne@example.org", "password": password})
        assert signed_in(client) is expected
