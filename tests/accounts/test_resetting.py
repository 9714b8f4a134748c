"""A lost telephone: who may take the second factor out, and what follows."""

import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.accounts.hands import enrol, has_factor
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_an_administrator_takes_it_out_and_the_person_is_told() -> None:
    person, by = UserFactory(editor=True), UserFactory(administrator=True)
    enrol(person)
    elsewhere, desk = Visitor(), Visitor()
    elsewhere.force_login(person)
    desk.force_login(by)
    address = reverse("second_factor_reset", args=[person.pk])
    assert "de vive voix" in desk.get(address).content.decode()
    assert has_factor(person)
    desk.post(address)
    assert not has_factor(person)
    assert mail.outbox[-1].to == [person.email]
    assert elsewhere.get("/gestion/account/").status_code == 302
    assert address in desk.get(reverse("wagtailusers_users:index")).content.decode()


def test_nobody_takes_out_ones_own_nor_one_above() -> None:
    administrator, above = UserFactory(administrator=True), UserFactory(superuser=True)
    editor = UserFactory(editor=True)
    for by, person in (
        (administrator, administrator),
        (administrator, above),
        (editor, administrator),
        (UserFactory(moderator=True), editor),
    ):
        if not has_factor(person):
            enrol(person)
        desk = Visitor()
        desk.force_login(by)
        address = reverse("second_factor_reset", args=[person.pk])
        desk.get("/compte/")
        assert desk.get(address).status_code == 404
        assert desk.post(address).status_code == 404
        assert has_factor(person)


def test_the_operator_has_a_command() -> None:
    person = UserFactory(superuser=True)
    enrol(person)
    said = io.StringIO()
    call_command("reset_second_factor", f" {person.email.upper()} ", stdout=said)
    assert not has_factor(person)
    call_command("reset_second_factor", person.email, stdout=said)
    assert "n’avait pas" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "personne@example.org")
