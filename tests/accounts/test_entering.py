"""Coming in by code and by password: what works, what is refused, what is told to nobody."""

import time

import pytest
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.hands import (
    CODE,
    SIGN_IN,
    ask_code,
    enter_by_code,
    last_code,
    last_link,
    signed_in,
)
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

BY_PASSWORD = "/compte/connexion/mot-de-passe/"


def test_a_code_signs_in_and_the_mail_says_it_in_words(client: Client) -> None:
    person = UserFactory(email="accompagnatrice@example.org")
    answer = enter_by_code(client, " Accompagnatrice@Example.org ")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/")
    assert client.session[SESSION_KEY] == str(person.pk)
    message = mail.outbox[0]
    assert message.to == ["accompagnatrice@example.org"]
    assert "30 minutes" in message.body
    html = message.alternatives[0].content
    assert last_code() in html and last_link() in html
    assert "Bonjour" in client.get("/compte/").content.decode()


def test_the_answer_is_the_same_whoever_asks(client: Client) -> None:
    UserFactory(email="connue@example.org")
    UserFactory(email="fermee@example.org", is_active=False)
    seen = []
    for address in ("connue@example.org", "fermee@example.org", "inconnue@example.org"):
        visitor = Visitor()
        asked = ask_code(visitor, address)
        page = visitor.get(asked.headers["Location"])
        text = page.content.decode().replace(address, "X")
        token = str(page.context["csrf_token"])
        nonce = str(page.context["CSP_NONCE"]) if "CSP_NONCE" in page.context else ""
        text = text.replace(token, "T").replace(nonce or "§", "N")
        wrong = visitor.post(CODE, {"code": "000000"})
        seen.append((asked.status_code, asked.headers["Location"], text, wrong.status_code))
    assert seen[0] == seen[1] == seen[2]
    assert [len(m.to) for m in mail.outbox] == [1, 1, 1]
    assert "inscription" in mail.outbox[2].body
    assert "fermé" in mail.outbox[1].body and "inscription" not in mail.outbox[1].body


def test_an_unknown_address_costs_the_same_statements() -> None:
    UserFactory(email="connue@example.org")
    spent = []
    for address in ("connue@example.org", "inconnue@example.org"):
        visitor = Visitor()
        visitor.get(SIGN_IN)
        with CaptureQueriesContext(connection) as captured:
            visitor.post(SIGN_IN, {"email": address})
        spent.append(len(captured))
    # One reads the account again for its link, the other reads whether a closed account bears the address.
    assert spent[0] == spent[1]


def test_a_code_guessed_too_often_ends(client: Client) -> None:
    UserFactory(email="personne@example.org")
    ask_code(client, "personne@example.org")
    right = last_code()
    for guess in range(3):
        answer = client.post(CODE, {"code": f"{(int(right) + guess + 1) % 10**6:06}"})
    assert answer.headers["Location"] == SIGN_IN
    assert client.post(CODE, {"code": right}).headers["Location"] == SIGN_IN
    assert not signed_in(client)


def test_a_code_only_works_where_it_was_asked_and_for_half_an_hour(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    UserFactory(email="personne@example.org")
    ask_code(client, "personne@example.org")
    other = Visitor()
    assert other.get(CODE).status_code == 302
    later = time.time() + 31 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post(CODE, {"code": last_code()}).status_code == 302
    assert not signed_in(client) and not signed_in(other)


def test_codes_are_not_sent_without_end(client: Client) -> None:
    UserFactory(email="personne@example.org")
    answers = [ask_code(Visitor(), "personne@example.org").status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3
    # The same for an address without account: the count tells nothing.
    assert [ask_code(Visitor(), "autre@example.org").status_code for _ in range(4)] == answers


def test_the_key_of_the_session_changes_at_sign_in(client: Client) -> None:
    UserFactory(email="personne@example.org")
    ask_code(client, "personne@example.org")
    before = client.session.session_key
    client.post(CODE, {"code": last_code()})
    assert client.session.session_key != before
    stranger = Visitor()
    stranger.cookies["essor_session"] = str(before)
    assert stranger.get("/compte/").status_code == 302


def test_next_stays_on_this_site(client: Client) -> None:
    UserFactory(email="personne@example.org")
    elsewhere = (
        "https://example.com/", "//example.com/", "javascript:alert(1)", "/\\example.com", "http:///x",
        "https://testserver@example.com/",
    )  # fmt: skip
    for wanted in elsewhere:
        visitor = Visitor()
        page = visitor.get(SIGN_IN, {"next": wanted})
        assert wanted not in page.content.decode()
        visitor.post(f"{SIGN_IN}?next={wanted}", {"email": "personne@example.org", "next": wanted})
        answer = visitor.post(f"{CODE}?next={wanted}", {"code": last_code()})
        assert answer.headers["Location"] == "/compte/", wanted
        cache.clear()
    answer = enter_by_code(client, "personne@example.org", next="/compte/profil/")
    assert answer.headers["Location"] == "/compte/profil/"


def test_forms_without_their_token_are_refused(client: Client) -> None:
    UserFactory(email="personne@example.org")
    assert client.post(SIGN_IN, {"email": "personne@example.org"}).status_code == 403
    assert client.post(BY_PASSWORD, {"email": "personne@example.org"}).status_code == 403
    assert not mail.outbox


def test_a_password_signs_in_who_chose_one(client: Client) -> None:
    UserFactory(email="personne@example.org")
    client.get(BY_PASSWORD)
    answer = client.post(BY_PASSWORD, {"email": "Personne@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/compte/"
    assert signed_in(client)


def test_a_wrong_password_tells_nothing(client: Client) -> None:
    UserFactory(email="personne@example.org")
    UserFactory(email="fermee@example.org", is_active=False)
    UserFactory(email="sans@example.org", password=None)
    seen = set()
    for address, password in (
        ("personne@example.org", "faux"),
        ("fermee@example.org", PASSWORD),
        ("sans@example.org", "faux"),
        ("inconnue@example.org", "faux"),
    ):
        client.get(BY_PASSWORD)
        page = client.post(BY_PASSWORD, {"email": address, "password": password})
        seen.add((page.status_code, page.context["errors"][0]["text"]))
        assert not signed_in(client)
    assert len(seen) == 1


def test_passwords_are_not_tried_without_end(client: Client) -> None:
    UserFactory(email="personne@example.org")
    client.get(BY_PASSWORD)
    for _ in range(5):
        client.post(BY_PASSWORD, {"email": "personne@example.org", "password": "faux"})
    page = client.post(BY_PASSWORD, {"email": "personne@example.org", "password": PASSWORD})
    assert "Trop d’essais" in page.content.decode()
    assert not signed_in(client)


def test_a_mail_server_that_is_down_is_said(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    UserFactory(email="personne@example.org")

    def down(self: EmailBackend, messages: object) -> int:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    seen = set()
    for address in ("personne@example.org", "inconnue@example.org"):
        page = ask_code(Visitor(), address)
        seen.add((page.status_code, "réessayez dans quelques minutes" in page.content.decode()))
    assert seen == {(503, True)}


def test_visitors_get_no_session_before_they_ask(client: Client) -> None:
    page = client.get(SIGN_IN)
    assert page.status_code == 200
    assert set(page.cookies) == {"essor_csrf"}
    assert "no-store" in page.headers["Cache-Control"]


def test_leaving_is_a_press_of_a_button(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/compte/deconnexion/").status_code == 200
    assert signed_in(client)
    client.post("/compte/deconnexion/")
    assert not signed_in(client)
    assert client.get("/compte/").headers["Location"] == "/compte/connexion/?next=/compte/"


def test_a_closed_account_does_not_enter_with_a_session_of_before(client: Client) -> None:
    person = UserFactory()
    client.force_login(person)
    person.is_active = False
    person.save()
    assert client.get("/compte/").status_code == 302
