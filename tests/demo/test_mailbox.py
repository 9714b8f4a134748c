"""The demonstration's mailbox."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from connect.demo.mailbox import read
from tests.harness.visitor import Visitor

BACKEND = "connect.runtime.mail_files.EmailBackend"
ADDRESS = "/demo/courriels/"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EMAIL_BACKEND = BACKEND
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.DEMO = True
    return tmp_path / "mail"


def send(subject: str, text: str, html: str = "") -> None:
    message = EmailMultiAlternatives(subject, text, to=["lea@example.org"], cc=["max@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    mail.get_connection(BACKEND).send_messages([message])


def test_a_mail_is_read_as_it_was_sent(folder: Path) -> None:
    send("Réunion à Angers", "Été à Saumur", "<p>Été</p>")

    (path,) = folder.iterdir()
    found = read(path)

    assert found.subject == "Réunion à Angers"
    assert found.recipients == "lea@example.org, max@example.org"
    assert found.text.strip() == "Été à Saumur"
    assert found.html.strip() == "<p>Été</p>"
    assert found.sent_at is not None
    assert found.sent_at.tzinfo is not None


@pytest.mark.django_db
def test_the_list_shows_the_newest_first(client: Visitor, folder: Path) -> None:
    send("Premier", "un")
    send("Second", "deux")

    response = client.get(ADDRESS)

    assert [found.subject for found in response.context["mails"]] == ["Second", "Premier"]
    text = response.content.decode()
    assert text.index("Second") < text.index("Premier")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_an_empty_mailbox_is_a_page(client: Visitor, folder: Path) -> None:
    assert client.get(ADDRESS).status_code == 200


@pytest.mark.django_db
def test_the_text_is_shown_as_text(client: Visitor, folder: Path) -> None:
    send("Piège <b>", "<script>alert(1)</script>")
    (path,) = folder.iterdir()

    response = client.get(f"{ADDRESS}{path.name}/")

    assert b"<script>alert(1)</script>" not in response.content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in response.content.decode()
    assert "Piège &lt;b&gt;" in response.content.decode()
    assert not response.context["mail"].has_html


@pytest.mark.django_db
def test_the_html_part_is_locked_up(client: Visitor, folder: Path) -> None:
    send("Lettre", "texte", "<p>Bonjour</p><script>alert(1)</script>")
    (path,) = folder.iterdir()

    shown = client.get(f"{ADDRESS}{path.name}/")
    response = client.get(f"{ADDRESS}{path.name}/html")

    assert f"{ADDRESS}{path.name}/html" in shown.content.decode()
    assert b"sandbox" in shown.content
    assert b"<script>alert" not in shown.content
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-scripts" not in policy
    assert "script-src" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["absent.eml", "..%2Fsecret_key", "secret_key", "a.part", "%00.eml"]
)
def test_nothing_else_can_be_read(client: Visitor, folder: Path, name: str) -> None:
    folder.mkdir()
    (folder.parent / "secret_key").write_text("secret")
    (folder / "a.part").write_text("half")

    assert client.get(f"{ADDRESS}{name}/").status_code == 404
    assert client.get(f"{ADDRESS}{name}/html").status_code == 404


@pytest.mark.django_db
def test_a_real_installation_has_no_mailbox(
    client: Visitor, folder: Path, settings: Settings
) -> None:
    send("Secret", "texte", "<p>texte</p>")
    (path,) = folder.iterdir()
    settings.DEMO = False

    for address in (ADDRESS, f"{ADDRESS}{path.name}/", f"{ADDRESS}{path.name}/html"):
        assert client.get(address).status_code == 404
