"""Nobody of the staff works with one factor alone, whichever door they came by."""

import time

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.hands import (
    ask_code,
    enrol,
    enrol_by_hand,
    enter_by_code,
    has_factor,
    last_link,
    second_code,
    signed_in,
)
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

SECOND = "/compte/connexion/deux-etapes/"
ENROL = "/compte/deux-etapes/activer/"
CONFIRM = "/compte/confirmer/"
DESKS = (
    "/gestion/",
    "/gestion/lundi/",
    "/gestion/pages/",
    "/gestion/users/",
    "/gestion/account/",
    "/gestion/api/main/pages/",
    "/gestion/documents/",
)


def one_of_each() -> list[User]:
    """Everybody whom the site counts among its staff."""
    granted = UserFactory()
    granted.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return [
        *(UserFactory(role=role) for role in StaffRole),
        UserFactory(is_staff=True),
        UserFactory(superuser=True),
        granted,
    ]


def test_a_session_with_one_factor_reaches_nothing_of_the_staff() -> None:
    for person in one_of_each():
        client = Visitor()
        client.force_login(person, factors=1)
        for desk in DESKS:
            answer = client.get(desk)
            assert (answer.status_code, answer.headers["Location"]) == (302, ENROL), desk
        # Nor what else their role shows on the public site.
        assert client.get("/offres/").status_code == 302


def test_with_a_second_factor_they_are_asked_to_sign_in_again() -> None:
    for person in one_of_each():
        enrol(person)
        client = Visitor()
        client.force_login(person, factors=1)
        answer = client.get("/gestion/lundi/")
        assert answer.headers["Location"] == f"{CONFIRM}?next=%2Fgestion%2Flundi%2F"
        client.get(CONFIRM)
        assert not client.post("/gestion/lundi/").headers["Location"].startswith("/gestion/")


def test_other_persons_are_left_alone() -> None:
    client = Visitor()
    client.force_login(UserFactory(), factors=1)
    assert client.get("/compte/").status_code == 200


def test_parts_of_pages_lead_the_whole_page_away() -> None:
    client = Visitor()
    client.force_login(UserFactory(editor=True), factors=1)
    answer = client.get("/gestion/lundi/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, ENROL)


def test_the_staff_enrol_at_their_first_sign_in_then_go_where_they_went(client: Client) -> None:
    editor = UserFactory(editor=True, email="redactrice@example.org")
    assert client.get("/gestion/").headers["Location"].startswith("/gestion/login/")
    door = client.get("/gestion/login/?next=/gestion/account/")
    assert door.headers["Location"] == "/compte/connexion/?next=%2Fgestion%2Faccount%2F"
    answer = enter_by_code(client, "redactrice@example.org", next="/gestion/account/")
    assert answer.headers["Location"] == "/gestion/account/"
    assert client.get("/gestion/account/").headers["Location"] == ENROL
    page = client.get(ENROL)
    drawing = page.content.decode()
    assert "<svg" in drawing and " style=" not in drawing
    assert client.post(ENROL, {"code": "000000"}).status_code == 200
    assert not has_factor(editor)
    answer = enrol_by_hand(client)
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(answer.headers["Location"])
    assert codes.context["onward"] == "/gestion/account/"
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/gestion/account/").status_code == 200


def test_enrolling_asks_for_a_recent_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(UserFactory(editor=True), factors=1)
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get(ENROL).headers["Location"].startswith(CONFIRM)


def test_the_second_code_is_asked_by_every_door() -> None:
    person = UserFactory(moderator=True, email="moderatrice@example.org")
    secret = enrol(person)

    def by_code(client: Visitor) -> str:
        return str(enter_by_code(client, "moderatrice@example.org").headers["Location"])

    def by_link(client: Visitor) -> str:
        ask_code(client, "moderatrice@example.org")
        link = last_link()
        client.get(link)
        return str(client.post(link).headers["Location"])

    def by_password(client: Visitor) -> str:
        door = "/compte/connexion/mot-de-passe/"
        client.get(door)
        sent = {"email": "moderatrice@example.org", "password": PASSWORD}
        return str(client.post(door, sent).headers["Location"])

    for step, door in enumerate((by_code, by_link, by_password), start=-1):
        client = Visitor()
        assert door(client) == SECOND
        assert not signed_in(client)
        assert client.get("/gestion/").status_code == 302
        client.get(SECOND)
        assert client.post(SECOND, {"code": "000000"}).status_code == 200
        assert not signed_in(client)
        answer = client.post(SECOND, {"code": second_code(secret, step)})
        assert answer.headers["Location"] == "/gestion/"
        assert client.get("/gestion/account/").status_code == 200


def test_a_second_code_serves_once(client: Client) -> None:
    person = UserFactory(moderator=True, email="moderatrice@example.org")
    code = second_code(enrol(person))
    enter_by_code(client, "moderatrice@example.org")
    client.get(SECOND)
    client.post(SECOND, {"code": code})
    assert signed_in(client)
    # allauth remembers a code for half a minute only; its tolerance makes it good for longer.
    cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={code}")
    thief = Visitor()
    enter_by_code(thief, "moderatrice@example.org")
    thief.get(SECOND)
    assert "déjà servi" in thief.post(SECOND, {"code": f" {code[:3]} {code[3:]}"}).content.decode()
    assert not signed_in(thief)


def test_second_codes_are_not_tried_without_end(client: Client) -> None:
    secret = enrol(UserFactory(moderator=True, email="moderatrice@example.org"))
    enter_by_code(client, "moderatrice@example.org")
    client.get(SECOND)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": second_code(secret)})
    assert "Trop d’essais" in page.content.decode()
    assert not signed_in(client)


def test_a_recovery_code_opens_once(client: Client) -> None:
    UserFactory(email="personne@example.org")
    enter_by_code(client, "personne@example.org")
    enrol_by_hand(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    for expected in (True, False):
        other = Visitor()
        enter_by_code(other, "personne@example.org")
        other.get(SECOND)
        other.post(SECOND, {"code": codes[0]})
        assert signed_in(other) is expected


def test_the_staff_cannot_give_it_up_and_others_can() -> None:
    for person, kept in ((UserFactory(editor=True), True), (UserFactory(), False)):
        enrol(person)
        client = Visitor()
        client.force_login(person)
        client.get(reverse("mfa_deactivate_totp"))
        client.post(reverse("mfa_deactivate_totp"))
        assert has_factor(person) is kept


def test_it_is_a_persons_own(client: Client) -> None:
    enrol(UserFactory())
    client.force_login(UserFactory())
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 404
    assert client.get(reverse("mfa_download_recovery_codes")).status_code == 404
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 404
    assert "mettre en place" in client.get(reverse("mfa_index")).content.decode()


def test_its_page_leads_to_codes_that_exist_or_to_new_ones(client: Client) -> None:
    person = UserFactory(editor=True)
    enrol(person)
    client.force_login(person)
    index, making = reverse("mfa_index"), reverse("mfa_generate_recovery_codes")
    assert making in client.get(index).content.decode()
    client.get(making)
    client.post(making)
    page = client.get(index).content.decode()
    assert reverse("mfa_view_recovery_codes") in page and making not in page
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().count("\n") > 10


def test_who_joins_the_staff_is_stopped_at_the_next_page(client: Client) -> None:
    person = UserFactory(email="personne@example.org")
    enter_by_code(client, "personne@example.org")
    assert client.get("/compte/").status_code == 200
    person.is_staff = True
    person.save()
    assert client.get("/compte/").headers["Location"] == ENROL
