"""Accounts are managed without rising above oneself."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from connect.accounts.enums import StaffRole
from connect.accounts.erasing import erase
from connect.accounts.models import User
from connect.accounts.staff import ERASED
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


def test_deleting_an_account_erases_it(client: Client, administrator: User) -> None:
    person = UserFactory(email="personne@example.org", first_name="Accompagnatrice")
    UserProfile.objects.create(user=person, preferred_language="fr")
    client.force_login(administrator)
    address = reverse("wagtailusers_users:delete", args=[person.pk])
    assert "Effacer ce compte" in client.get(address).content.decode()
    client.post(address)
    row = User.objects.get(pk=person.pk)
    assert row.erased_at and not row.is_active and str(row) == "Compte effacé"
    assert not UserProfile.objects.filter(user=person).exists()
    assert mail.outbox[-1].to == ["personne@example.org"]
    entry = ModelLogEntry.objects.get(action=ERASED)
    assert (entry.user, entry.label) == (administrator, "Compte effacé")
    # An erased account stays closed, and nobody is written to at the address that stands for none.
    client.post(address)
    client.post(reverse("wagtailusers_users:edit", args=[person.pk]), posted(row))
    row.refresh_from_db()
    assert not row.is_active and len(mail.outbox) == 1


def test_the_last_administrator_is_not_erased_from_the_list(client: Client) -> None:
    last = UserFactory(administrator=True)
    by = UserFactory(is_staff=True)
    by.user_permissions.add(
        *Permission.objects.filter(codename__in=["delete_user", "access_admin"])
    )
    client.force_login(by)
    address = reverse("wagtailusers_users:delete", args=[last.pk])
    client.get(address)
    page = client.post(address, follow=True)
    assert "dernière à administrer" in page.content.decode()
    last.refresh_from_db()
    assert last.is_active and not mail.outbox


def test_accounts_are_not_changed_by_the_dozen(client: Client, administrator: User) -> None:
    above, erased = UserFactory(superuser=True), UserFactory()
    erase(erased)
    client.force_login(administrator)
    listing = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert "bulk-action" not in listing
    for action in ("delete", "set_active_state", "assign_role"):
        address = reverse("wagtail_bulk_action", args=["accounts", "user", action])
        chosen = f"{address}?id={above.pk}&id={erased.pk}"
        assert client.get(chosen).status_code == 404, action
        for typed in ({"mark_as_active": "True", "role": "1"}, {"mark_as_active": "False"}):
            client.get(reverse("wagtailusers_users:add"))
            assert client.post(chosen, typed).status_code == 404, action
    above.refresh_from_db()
    erased.refresh_from_db()
    assert above.is_active and not erased.is_active
