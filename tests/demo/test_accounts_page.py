"""The page of the demonstration accounts: never on a real installation."""

import pytest
from django.test import Client

from connect.accounts.models import User
from connect.demo.people import code_of, create_staff
from connect.demo.public_persons import PUBLIC
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_it_does_not_exist_on_a_real_installation(client: Client) -> None:
    create_staff()
    assert client.get("/demo/comptes/").status_code == 404


def test_it_lists_each_role_with_the_code_of_the_staff(client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's fixture
    created, _ = create_staff()
    page = client.get("/demo/comptes/").content.decode()
    for person in User.objects.filter(email__in=created):
        assert person.email in page and code_of(person) in page
    for role in PUBLIC:
        assert role.address in page
    assert code_of(UserFactory()) == ""


def test_run_again_it_gives_a_second_factor_to_staff_made_before() -> None:
    create_staff()
    person = User.objects.get(email="editeur@example.org")
    before = code_of(person)
    assert before
    assert create_staff()[0] == []
    person.authenticator_set.all().delete()
    create_staff()
    assert code_of(person)
