"""Links that sign in: opened by robots, replayed, too old, on another device."""

import threading
import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.db import connection
from django.test import Client

from connect.accounts import sign_in_links
from connect.accounts.models import User
from tests.accounts.factories import UserFactory
from tests.accounts.hands import ask_code, last_code, last_link, signed_in
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_the_link_shows_a_button_and_the_press_signs_in_on_another_device(client: Client) -> None:
    person = UserFactory(email="personne@example.org", first_name="Accompagnatrice")
    ask_code(client, "personne@example.org")
    link, telephone = last_link(), Visitor()
    page = telephone.get(link)
    assert page.status_code == 200 and "Me connecter" in page.content.decode()
    assert not signed_in(telephone)
    answer = telephone.post(link)
    assert answer.headers["Location"] == "/compte/"
    assert telephone.session[SESSION_KEY] == str(person.pk)


def test_a_robot_that_opens_the_link_spends_nothing(client: Client) -> None:
    UserFactory(email="personne@example.org")
    ask_code(client, "personne@example.org")
    link = last_link()
    for _ in range(3):
        assert Client().get(link).status_code == 200
        assert Client().head(link).status_code == 200
    person = Visitor()
    person.get(link)
    person.post(link)
    assert signed_in(person)


def test_a_link_serves_once_and_only_while_it_stands(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = UserFactory(email="personne@example.org")
    link = sign_in_links.path_for(person)
    client.get(link)
    client.post(link)
    replayed = Visitor()
    replayed.get("/compte/connexion/")
    for answer in (replayed.get(link), replayed.post(link)):
        assert answer.status_code == 410
        assert "Recevoir un nouveau lien" in answer.content.decode()
    assert not signed_in(replayed)
    person.refresh_from_db()
    older = sign_in_links.path_for(person)
    later = time.time() + 30 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert Client().get(older).status_code == 410


def test_a_sign_in_a_new_address_or_a_new_password_ends_the_links_sent_before(
    client: Client,
) -> None:
    person = UserFactory(email="personne@example.org")
    by_sign_in = sign_in_links.path_for(person)
    ask_code(client, "personne@example.org")
    client.post("/compte/connexion/code/", {"code": last_code()})
    person.refresh_from_db()
    by_address = sign_in_links.path_for(person)
    person.email = "autre@example.org"
    person.save()
    by_password = sign_in_links.path_for(person)
    person.set_password("une phrase assez longue")
    person.save()
    by_closing = sign_in_links.path_for(person)
    person.is_active = False
    person.save()
    for link in (by_sign_in, by_address, by_password, by_closing):
        assert Client().get(link).status_code == 410


def test_made_up_tokens_are_refused_without_a_fault() -> None:
    UserFactory()
    for token in ("x", "A" * 500, "é", "AAAA:BBBB", "%00", "AAAAAQ", "../../compte"):
        assert Client().get(f"/compte/connexion/lien/{token}/").status_code in {404, 410}


def test_the_page_of_a_link_tells_its_address_to_nobody() -> None:
    link = sign_in_links.path_for(UserFactory())
    page = Client().get(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]


def test_the_link_remembers_where_the_person_was_going(client: Client) -> None:
    UserFactory(email="personne@example.org")
    ask_code(client, "personne@example.org", next="/compte/profil/")
    link, telephone = last_link(), Visitor()
    assert "next=%2Fcompte%2Fprofil%2F" in link
    telephone.get(link)
    assert telephone.post(link).headers["Location"] == "/compte/profil/"
    elsewhere = sign_in_links.path_for(User.objects.get()) + "?next=https://example.com/"
    other = Visitor()
    other.get(elsewhere)
    assert other.post(elsewhere).headers["Location"] == "/compte/"


def test_somebody_elses_session_ends_first(client: Client) -> None:
    other, person = UserFactory(), UserFactory()
    client.force_login(other)
    before = client.session.session_key
    link = sign_in_links.path_for(person)
    assert str(other) in client.get(link).content.decode()
    client.post(link)
    assert client.session[SESSION_KEY] == str(person.pk)
    assert client.session.session_key != before


def test_the_press_needs_the_token_of_the_page() -> None:
    link = sign_in_links.path_for(UserFactory())
    assert Visitor().post(link).status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_presses_at_once_one_signs_in() -> None:
    token = sign_in_links.path_for(UserFactory()).rstrip("/").rpartition("/")[2]
    gate, got = threading.Barrier(2), []

    def press() -> None:
        gate.wait()
        got.append(sign_in_links.spend(token))
        connection.close()

    both = [threading.Thread(target=press) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [person for person in got if person is None] == [None]


def test_the_mail_carries_no_address_of_elsewhere_and_no_book(client: Client) -> None:
    UserFactory(email="personne@example.org")
    for wanted, carried in (
        ("/mes-fiches/", True),
        ("https://ailleurs.example/piege/", False),
        ("/" + "x" * 5000, False),
    ):
        ask_code(client, "personne@example.org", next=wanted)
        assert ("next=" in last_link()) is carried, wanted[:40]
        assert "ailleurs.example" not in str(mail.outbox[-1].body)
