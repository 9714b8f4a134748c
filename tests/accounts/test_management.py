"""Accounts are managed without rising above oneself."""

import pytest
from django.test import Client
from django.urls import reverse

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    """A member of the Administration group who is not a superuser."""
    person: User = UserFactory(is_staff=True, role=StaffRole.ADMINISTRATOR)
    return person


def posted(person: User, **changes: str) -> dict[str, str]:
    """The form of an account, as a browser sends it."""
    return {
        "email": person.email,
        "first_name": "Un",
        "last_name": "Nom",
        "is_active": "on",
        **changes,
    }


def test_an_administrator_cannot_make_a_superuser(client: Client, administrator: User) -> None:
    other = UserFactory()
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    assert "is_superuser" not in client.get(address).content.decode()

    response = client.post(address, posted(other, is_superuser="on"))

    assert response.status_code == 302
    other.refresh_from_db()
    assert (other.first_name, other.is_superuser) == ("Un", False)


def test_an_administrator_cannot_create_a_superuser(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    address = reverse("wagtailusers_users:add")
    assert "is_superuser" not in client.get(address).content.decode()
    words = "Un-long-mot-de-passe-7"
    form = {
        "email": "nouvelle@example.org",
        "first_name": "A",
        "last_name": "B",
        "is_superuser": "on",
    }

    client.post(address, {**form, "password1": words, "password2": words})

    assert User.objects.get(email="nouvelle@example.org").is_superuser is False


def test_an_administrator_cannot_take_over_a_superuser(client: Client, administrator: User) -> None:
    above = UserFactory(superuser=True)
    before = above.password
    client.force_login(administrator)
    address = reverse("wagtailusers_users:edit", args=[above.pk])
    client.get(reverse("wagtailusers_users:index"))

    words = "Un-long-mot-de-passe-7"
    for response in (
        client.get(address),
        client.post(address, posted(above, password1=words, password2=words)),
    ):
        # Wagtail answers a refusal by a redirection to its home page, with a message.
        assert response.status_code in {302, 403}
    above.refresh_from_db()
    assert above.password == before


def test_a_superuser_may(client: Client) -> None:
    other = UserFactory()
    client.force_login(UserFactory(superuser=True))
    address = reverse("wagtailusers_users:edit", args=[other.pk])
    assert "is_superuser" in client.get(address).content.decode()
    client.post(address, posted(other, is_superuser="on"))
    other.refresh_from_db()
    assert other.is_superuser is True


def test_one_address_makes_one_account_whatever_its_case(client: Client) -> None:
    UserFactory(email="marie@example.org")
    client.force_login(UserFactory(superuser=True))
    address = reverse("wagtailusers_users:add")
    client.get(address)
    names = {"first_name": "A", "last_name": "B", "is_active": "on"}
    for typed in ("Marie@Example.ORG", "mar\u0131e@example.org"):
        page = client.post(address, {"email": typed, **names})
        assert page.status_code == 200 and page.context["form"].errors["email"], typed
    assert User.objects.count() == 2
    client.post(address, {"email": "Paul@Example.org", **names})
    assert not User.objects.get(email="paul@example.org").has_usable_password()
