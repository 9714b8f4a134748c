"""Every door of Wagtail and of Django by which somebody could come in, tried one by one."""

import base64

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tests.accounts.factories import PASSWORD, UserFactory
from tests.accounts.hands import signed_in
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_the_old_sign_in_pages_sign_nobody_in() -> None:
    person = UserFactory(superuser=True)
    sent = {"username": person.email, "email": person.email, "password": PASSWORD}
    for door in ("/gestion/login/", "/_util/login/"):
        client = Visitor()
        assert client.get(f"{door}?next=/gestion/").headers["Location"] == (
            "/compte/connexion/?next=%2Fgestion%2F"
        )
        assert client.get(f"{door}?next=//example.com").headers["Location"] == "/compte/connexion/"
        client.get("/compte/connexion/")
        assert client.post(door, sent).headers["Location"] == "/compte/connexion/"
        assert not signed_in(client)


def test_wagtail_resets_no_password() -> None:
    person = UserFactory(superuser=True)
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    client = Visitor()
    for page in (
        "",
        "done/",
        f"confirm/{uid}/{token}/",
        f"confirm/{uid}/set-password/",
        "complete/",
    ):
        assert client.get(f"/gestion/password_reset/{page}").status_code == 404, page


def test_wagtail_changes_neither_address_nor_password() -> None:
    person = UserFactory(superuser=True)
    client = Visitor()
    client.force_login(person)
    page = client.get("/gestion/account/").content.decode()
    assert "old_password" not in page and 'name="name_email-email"' not in page


def test_interfaces_for_machines_take_no_password() -> None:
    person = UserFactory(superuser=True)
    basic = base64.b64encode(f"{person.email}:{PASSWORD}".encode()).decode()
    client = Visitor()
    for address in ("/gestion/api/main/pages/", "/api/pages/", "/api/v1/offers"):
        answer = client.get(address, headers={"Authorization": f"Basic {basic}"})
        assert answer.status_code in {200, 302, 401, 403}
        if address.startswith("/gestion/"):
            assert answer.status_code != 200
        assert not signed_in(client)


def views_under(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    """Every pattern of the site with its view, first match first."""
    found: list[tuple[str, object]] = []
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.append((path, getattr(entry.callback, "view_class", None)))
        else:
            found += views_under(entry, path)
    return found


def test_no_other_view_signs_in() -> None:
    """Django's own views of sign-in stand nowhere but behind our two detours and the closed resets."""
    known = {"gestion/login/", "_util/login/"}
    for path, view in views_under(get_resolver()):
        if isinstance(view, type) and issubclass(view, LoginView):
            assert path in known, path
        if isinstance(view, type) and issubclass(view, PasswordResetConfirmView):
            assert path.startswith("gestion/password_reset/"), path


def test_allauths_unused_pages_do_not_exist() -> None:
    client = Visitor()
    for page in (
        "/accounts/login/", "/compte/login/", "/compte/password/reset/", "/compte/email/",
        "/compte/reauthenticate/", "/compte/signup/", "/compte/3rdparty/", "/_allauth/app/v1/config/",
    ):  # fmt: skip
        assert client.get(page).status_code == 404, page
