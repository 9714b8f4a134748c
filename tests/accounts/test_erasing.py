"""Erasing: nothing personal stays, nobody is locked out by it, nobody else's words are lost."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from connect.accounts import privacy
from connect.accounts.erasing import LastAdministrator, erase
from connect.accounts.models import AddressProof, OpenSession, Profile, User
from connect.accounts.privacy import Holding
from connect.common import history
from tests.accounts.factories import (
    AddressProofFactory,
    OpenSessionFactory,
    ProfileFactory,
    UserFactory,
)
from tests.accounts.hands import ask_code, enrol, signed_in
from tests.harness.visitor import Visitor

pytestmark = pytest.mark.django_db

ERASE = "/compte/effacer/"


@pytest.fixture
def erased() -> Iterator[list[int]]:
    """Whom a holding of another application was told to erase."""
    told: list[int] = []
    privacy.register(
        Holding(
            key="essai",
            label="un essai",
            export=lambda user: [],
            erase=lambda user: told.append(user.pk),
        )
    )
    yield told
    privacy._holdings.pop("essai")


def test_an_account_is_erased_by_its_owner(client: Client, erased: list[int]) -> None:
    person = UserFactory(email="personne@example.org", first_name="Accompagnatrice")
    ProfileFactory(user=person)
    OpenSessionFactory(user=person)
    AddressProofFactory(address="personne@example.org")
    enrol(person)
    elsewhere = Visitor()
    elsewhere.force_login(person)
    client.force_login(person)
    page = client.get(ERASE)
    assert "Compte effacé" in page.content.decode()
    for wrong in ("", "oui", "effacerr"):
        assert client.post(ERASE, {"word": wrong}).status_code == 200
    assert not erased
    answer = client.post(ERASE, {"word": "Effacer"})
    assert answer.headers["Location"] == "/compte/efface/"
    assert client.get("/compte/efface/").status_code == 200
    assert erased == [person.pk]
    row = User.objects.get(pk=person.pk)
    assert not row.is_active and row.erased_at and not row.has_usable_password()
    assert (row.first_name, row.last_name, str(row)) == ("", "", "Compte effacé")
    assert "personne" not in row.email
    for model in (Profile, OpenSession, AddressProof, Authenticator):
        assert not model.objects.exists(), model
    assert not signed_in(client)
    assert elsewhere.get("/compte/").status_code == 302
    assert mail.outbox[-1].to == ["personne@example.org"]


def test_the_address_is_free_again_and_the_old_account_stays_closed(client: Client) -> None:
    person = UserFactory(email="personne@example.org")
    former = person.email
    erase(person)
    assert UserFactory(email=former).pk != person.pk
    row = User.objects.get(pk=person.pk)
    ask_code(client, row.email)
    assert "code" not in mail.outbox[-1].subject


def test_staff_lose_their_rights_with_their_name() -> None:
    UserFactory(superuser=True)
    person = UserFactory(administrator=True)
    erase(person)
    row = User.objects.get(pk=person.pk)
    assert not row.is_staff and not row.groups.exists() and not row.get_all_permissions()


def test_the_last_administrator_stays(client: Client, erased: list[int]) -> None:
    UserFactory(superuser=True, is_active=False)
    last = UserFactory(administrator=True)
    with pytest.raises(LastAdministrator):
        erase(last)
    client.force_login(last)
    assert "seule personne" in client.get(ERASE).content.decode()
    client.get("/compte/mes-donnees/")
    assert client.post(ERASE, {"word": "effacer"}).status_code in {200, 302}
    last.refresh_from_db()
    assert last.is_active and not last.erased_at and not erased
    UserFactory(superuser=True)
    erase(last)


def test_a_failure_half_way_erases_nothing(erased: list[int]) -> None:
    def fail(user: User) -> None:
        raise RuntimeError("half way")

    privacy.register(Holding(key="zz-faute", label="x", export=lambda user: [], erase=fail))
    person = UserFactory(first_name="Accompagnatrice")
    ProfileFactory(user=person)
    try:
        with pytest.raises(RuntimeError):
            erase(person)
    finally:
        privacy._holdings.pop("zz-faute")
    person.refresh_from_db()
    assert person.is_active and person.first_name == "Accompagnatrice"
    assert Profile.objects.exists()


def test_erasing_twice_changes_nothing_more() -> None:
    person = UserFactory()
    erase(person)
    first = User.objects.get(pk=person.pk)
    erase(person)
    assert User.objects.get(pk=person.pk).erased_at == first.erased_at


def test_it_needs_a_press_with_its_token(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.post(reverse("account_erase"), {"word": "effacer"}).status_code == 403


def test_the_log_of_the_staff_forgets_the_name_and_the_address() -> None:
    person = UserFactory(email="personne@example.org", first_name="Jeanne", last_name="d’un essai")
    by, other = UserFactory(editor=True), UserFactory(first_name="Tierce")
    log(instance=person, action="wagtail.edit", user=by)
    profile = ProfileFactory(user=person)
    for row, owner in ((profile, person), (ProfileFactory(user=other), other)):
        changes = history.changes_of(row, None, {})
        assert any(owner.get_full_name() in change.after for change in changes)
        history.record(row, "wagtail.create", changes, by)
    gone = history.Change("note", "note", "", "personne@example.org")
    history.record(profile, "wagtail.edit", [gone], by)
    erase(person)
    kept = [f"{one.label} {one.data}" for one in ModelLogEntry.objects.order_by("pk")]
    assert sum("Tierce" in one for one in kept) == 1
    for word in ("Jeanne", "personne@"):
        assert not any(word in one for one in kept), word
    assert sum("Compte effacé" in one for one in kept) == 3


def test_the_profile_of_the_management_pages_goes_with_its_picture(
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = UserFactory()
    picture = ContentFile(b"image", name="portrait.png")
    kept = UserProfile.objects.create(user=person, avatar=picture)
    storage, name = kept.avatar.storage, kept.avatar.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(person)
    assert not UserProfile.objects.exists() and not storage.exists(name)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_administrators_who_leave_at_once_one_stays() -> None:
    both = [UserFactory(administrator=True), UserFactory(superuser=True)]
    gate, kept = threading.Barrier(2), []

    def leave(person: User) -> None:
        gate.wait()
        try:
            erase(person)
        except LastAdministrator:
            kept.append(person.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=(person,)) for person in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1
    assert list(User.objects.filter(is_active=True).values_list("pk", flat=True)) == kept


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_what_points_to_an_administrator_is_written_while_another_account_is_erased() -> None:
    """Whoever holds a structure then writes a line about an administrator waits for nobody who wants the structure."""
    other, person = UserFactory(administrator=True), UserFactory()
    written: list[int] = []

    def write() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            written.append(ProfileFactory(user=other).pk)
        finally:
            connection.close()

    def meanwhile(user: User) -> None:
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()

    privacy.register(Holding(key="essai", label="x", export=lambda user: [], erase=meanwhile))
    try:
        erase(person)
    finally:
        privacy._holdings.pop("essai")
    assert written
