"""The entry of the account in the header: nothing more for visitors, nothing kept for persons."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/compte/inscription/"


def test_visitors_and_persons_see_their_own_entry(client: Client) -> None:
    seen = client.get(PAGE).content.decode()
    assert "Se connecter" in seen and "Mon compte" not in seen
    client.force_login(UserFactory())
    seen = client.get("/compte/").content.decode()
    assert "Mon compte" in seen and "Se connecter" not in seen and "Me déconnecter" in seen


def test_a_visitor_costs_no_statement_of_sessions_nor_a_session() -> None:
    client = Client()
    client.get("/compte/connexion/lien/rien/")
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/compte/connexion/lien/rien/")
    assert not [q for q in captured if "session" in q["sql"] or "accounts_user" in q["sql"]]
    assert not page.cookies
    assert "Cookie" in page.headers["Vary"]


def test_pages_of_persons_stay_out_of_shared_caches(client: Client) -> None:
    assert "private" not in client.get("/plan-du-site/").headers.get("Cache-Control", "")
    client.force_login(UserFactory())
    page = client.get("/plan-du-site/")
    assert "private" in page.headers["Cache-Control"]
    assert "Cookie" in page.headers["Vary"]


def test_the_first_page_lists_the_sections_with_their_sentence(client: Client) -> None:
    client.force_login(UserFactory())
    page = client.get("/compte/").content.decode()
    for words in ("Profil", "Adresse électronique", "Connexions", "Emporter une copie de tout"):
        assert words in page
    assert client.get("/compte/profil/").content.decode().count('aria-current="page"') == 1
