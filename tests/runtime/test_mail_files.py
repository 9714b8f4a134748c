"""Mail in files."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

BACKEND = "connect.runtime.mail_files.EmailBackend"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def test_each_message_is_one_file_with_all_its_parts(folder: Path) -> None:
    message = EmailMultiAlternatives("Réunion à Angers", "Été", to=["lea@example.org"])
    message.attach_alternative("<p>Été</p>", "text/html")
    other = EmailMultiAlternatives("Autre", "Texte", to=["max@example.org"])

    written = mail.get_connection(BACKEND).send_messages([message, other])

    files = sorted(folder.iterdir())
    assert written == 2
    assert [file.suffix for file in files] == [".eml", ".eml"]
    read = message_from_bytes(files[0].read_bytes(), policy=default)
    assert read["Subject"] == "Réunion à Angers"
    assert read["To"] == "lea@example.org"
    html = read.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Été</p>"


def test_files_are_for_their_owner_only(folder: Path) -> None:
    mail.get_connection(BACKEND).send_messages([mail.EmailMessage("a", "b", to=["c@example.org"])])

    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_a_message_to_nobody_is_not_written(folder: Path) -> None:
    assert mail.get_connection(BACKEND).send_messages([mail.EmailMessage("a", "b")]) == 0
    assert not folder.exists()


def test_a_folder_that_cannot_be_written_to_is_told(settings: Settings) -> None:
    settings.EMAIL_FILE_PATH = Path("/dev/null/mail")
    message = mail.EmailMessage("a", "b", to=["c@example.org"])

    with pytest.raises(OSError, match="Not a directory"):
        mail.get_connection(BACKEND).send_messages([message])
    assert mail.get_connection(BACKEND, fail_silently=True).send_messages([message]) == 0
