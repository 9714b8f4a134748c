"""Creating an account: nothing exists before the address is confirmed."""

import datetime
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.test import Client
from django.utils import timezone

from connect.accounts.models import AddressProof, User
from connect.accounts.proving import forget_expired
from connect.accounts.services import person_of_confirmed_address
from tests.accounts.factories import UserFactory
from tests.accounts.hands import last_link, signed_in
from tests.common.visitors import shown
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

SIGN_UP = "/compte/inscription/"


def ask(client: Client, address: str, **more: str) -> Any:
    client.get(SIGN_UP)
    names = {"first_name": "Camille", "last_name": "Démo"}
    return client.post(SIGN_UP, {"email": address, "affiche": shown(), **names, **more})


def test_an_account_is_made_when_its_link_is_used_on_any_device(client: Client) -> None:
    assert ask(client, "Nouvelle@Example.org").headers["Location"] == f"{SIGN_UP}envoyee/"
    assert not User.objects.exists()
    link, telephone = last_link(), Visitor()
    for _ in range(2):
        assert "Créer mon compte" in telephone.get(link).content.decode()
    assert not User.objects.exists()
    assert telephone.post(link).headers["Location"] == "/compte/"
    person = User.objects.get()
    assert (person.email, person.get_full_name()) == ("nouvelle@example.org", "Camille Démo")
    assert not person.has_usable_password() and not person.is_staff
    assert telephone.session[SESSION_KEY] == str(person.pk)
    assert not AddressProof.objects.exists()
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert not signed_in(client)


def test_an_address_that_has_an_account_gets_the_same_page(client: Client) -> None:
    UserFactory(email="connue@example.org")
    known = ask(client, "connue@example.org")
    unknown = ask(Visitor(), "inconnue@example.org")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert "déjà un" in mail.outbox[0].body and SIGN_UP not in mail.outbox[0].body
    assert User.objects.count() == 1


def test_a_link_older_than_a_day_or_replaced_makes_nothing(client: Client) -> None:
    ask(client, "nouvelle@example.org")
    first = last_link()
    ask(client, "nouvelle@example.org")
    assert client.get(first).status_code == 410
    AddressProof.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(last_link()).status_code == 410
    assert forget_expired() == 1
    assert not User.objects.exists()


def test_a_link_does_not_sign_in_to_an_account_made_meanwhile(client: Client) -> None:
    ask(client, "nouvelle@example.org")
    UserFactory(email="nouvelle@example.org")
    link = last_link()
    client.get(link)
    assert client.post(link).headers["Location"] == "/compte/connexion/"
    assert not signed_in(client)


def test_names_and_addresses_that_deceive_are_refused(client: Client) -> None:
    refused = (
        {"first_name": "Раul"},  # a Cyrillic letter, on purpose
        {"first_name": "Paul", "last_name": "Дупон"},
        {"last_name": "Dupont\u202egnp"},
        {"last_name": "x" * 81},
        {"first_name": "www.exemple.fr"},
        {"first_name": "Z\u0301\u0302\u0303\u0304"},
        {"email": "pas-une-adresse"},
        {"email": "paul@exa mple.org"},
        {"email": "pаul@example.org"},  # a Cyrillic letter, on purpose
        {"email": f"{'a' * 250}@example.org"},
        {"site_web": "https://example.com"},
    )
    for wrong in refused:
        visitor = Visitor()
        visitor.get(SIGN_UP)
        names = {"email": "n@example.org", "first_name": "Camille", "last_name": "Démo"}
        page = visitor.post(SIGN_UP, {**names, "affiche": shown(), **wrong})
        assert page.status_code == 200 and page.context["errors"], wrong
    assert not mail.outbox and not AddressProof.objects.exists()


def test_one_address_is_not_flooded_whoever_asks() -> None:
    answers = [ask(Visitor(), "cible@example.org").status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(mail.outbox) == 5


def test_two_proofs_of_one_address_make_one_person() -> None:
    first = person_of_confirmed_address("Paul@Example.org", first_name="Paul")
    again = person_of_confirmed_address("paul@example.ORG ", first_name="Autre", last_name="Nom")
    assert first == again
    assert again.get_full_name() == "Paul"
    # A look-alike domain is another address, whatever it looks like.
    other = person_of_confirmed_address("paul@exаmple.org")  # Cyrillic, on purpose
    assert other != first and other.email.startswith("paul@xn--")


def test_where_the_person_was_going_is_kept(client: Client) -> None:
    ask(client, "nouvelle@example.org", next="/compte/profil/")
    link = last_link()
    client.get(link)
    assert client.post(link).headers["Location"] == "/compte/profil/"
    ask(Visitor(), "autre@example.org", next="https://example.com/")
    other, link = Visitor(), last_link()
    other.get(link)
    assert other.post(link).headers["Location"] == "/compte/"
