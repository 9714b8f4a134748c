"""A copy of everything, that opens anywhere and holds nobody else's."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from connect.accounts import privacy
from connect.accounts.models import User
from connect.accounts.my_data import safe_name
from connect.accounts.privacy import Attachment, Holding
from tests.accounts.factories import ProfileFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def odd_holding() -> Iterator[None]:
    """A holding whose files have names that attack the folder they are opened in."""
    names = (
        "../../etc/passwd",
        "photo.jpg",
        "PHOTO.jpg",
        "C:\\temp\\a.exe",
        "",
        ".bashrc",
        "é" * 200,
    )
    privacy.register(
        Holding(
            key="essai",
            label="un essai",
            export=lambda user: [{"ecrit": "« é »", "par": str(user)}],
            files=lambda user: [Attachment(name, name.encode()) for name in names],
        )
    )
    yield
    privacy._holdings.pop("essai")


def copy(client: Client) -> zipfile.ZipFile:
    client.get(reverse("account_data"))
    answer = client.post(reverse("account_data_copy"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    assert answer.streaming
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_opens_and_is_about_its_owner_only(client: Client, odd_holding: None) -> None:
    person = UserFactory(email="personne@example.org", first_name="Accompagnatrice")
    other = UserFactory(email="autre@example.org", first_name="Secrète")
    ProfileFactory(user=person)
    ProfileFactory(user=other)
    client.force_login(person)
    archive = copy(client)
    assert archive.testzip() is None
    account = json.loads(archive.read("compte.json"))
    assert account[0]["adresse"] == "personne@example.org"
    assert json.loads(archive.read("essai.json"))[0]["ecrit"] == "« é »"
    introduction = archive.read("lisez-moi.txt").decode()
    for holding in privacy.holdings():
        assert f"{holding.key}.json" in introduction
        assert f"{holding.key}.json" in archive.namelist()
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"autre@example.org" not in everything and "Secrète".encode() not in everything
    assert person.password.encode() not in everything


def test_names_of_files_are_safe_and_none_replaces_another(
    client: Client, odd_holding: None
) -> None:
    client.force_login(UserFactory())
    files = [name for name in copy(client).namelist() if name.startswith("fichiers/")]
    assert len(files) == len({name.lower() for name in files}) == 7
    for name in files:
        parts = name.split("/")
        assert parts[:2] == ["fichiers", "essai"] and len(parts) == 3
        assert parts[2] and parts[2][0] != "." and "\\" not in name and len(parts[2]) <= 90


def test_odd_names_become_plain_ones() -> None:
    assert safe_name("../../etc/passwd") == "passwd"
    assert safe_name("Compte rendu n° 2.pdf") == "Compte-rendu-n-2.pdf"
    assert safe_name("..") == "fichier"
    assert len(safe_name("a" * 300 + ".pdf")) <= 80
    assert safe_name("a" * 300 + ".pdf").endswith(".pdf")


def test_a_copy_is_asked_by_a_button_only(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(reverse("account_data_copy")).status_code == 405
    assert User.objects.count() == 1
