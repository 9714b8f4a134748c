"""Uploaded files as the product itself serves them."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.harness.visitor import Visitor
from tests.runtime import files


@pytest.fixture(autouse=True)
def media_root(tmp_path: Path, settings: Settings) -> Path:
    root = tmp_path / "media"
    for name, content in {
        "images/photo.png": files.picture("PNG"),
        "images/logo.svg": files.SVG,
        "autre/page.html": files.HTML,
        "documents/note.pdf": files.PDF,
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    (tmp_path / "secret.txt").write_text("secret")
    settings.MEDIA_ROOT = root
    return root


def test_pictures_are_shown_in_place(client: Visitor) -> None:
    response = client.get("/media/images/photo.png")

    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Disposition" not in response
    assert "Content-Encoding" not in response
    assert not response.cookies


@pytest.mark.parametrize("path", ["/media/images/logo.svg", "/media/autre/page.html"])
def test_what_a_browser_could_run_is_downloaded(client: Visitor, path: str) -> None:
    response = client.get(path)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == "attachment"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/media/documents/note.pdf",
        "/media/images/../documents/note.pdf",
        "/media/../secret.txt",
        "/media/images/../../secret.txt",
        "/media/%2e%2e/secret.txt",
        "/media//etc/passwd",
        "/media/images",
        "/media/absent.png",
        "/media/a%00b.png",
    ],
)
def test_what_is_private_or_elsewhere_is_not_found(client: Visitor, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_picture_already_seen_is_not_sent_again(client: Visitor) -> None:
    first = client.get("/media/images/photo.png")
    again = client.get(
        "/media/images/photo.png", headers={"If-Modified-Since": first["Last-Modified"]}
    )

    assert (again.status_code, again.content) == (304, b"")
