"""Pictures that writers of sheets send: taken in the library, or refused with a sentence."""

import gc
import io
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model

from connect.coedit.draft import Node
from tests.harness.visitor import Visitor
from tests.toolbox.factories import SheetPictureFactory, library_picture
from tests.toolbox.writing import Writing, begin
from toolbox import pictures as of_sheets
from toolbox import saving
from toolbox.converting import draft_of
from toolbox.models import SheetPage
from toolbox.picture_intake import COLLECTION, NO_FILE
from toolbox.views import pictures

pytestmark = pytest.mark.django_db
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photograph(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **exif: Any) -> bytes:
    """A picture that tells where and with what it was taken, lying on its side."""
    image = Image.new("RGB", size, (10, 120, 90))
    told = image.getexif()
    if exif:
        told[MAKE] = "Appareil de la personne"
        told[ORIENTATION] = 6
        told.get_ifd(GPS)[1] = "N"
    out = io.BytesIO()
    image.save(out, format=kind, exif=told)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _renditions_left_open() -> Iterator[None]:
    """Wagtail leaves the temporary files of the pictures it makes to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.fixture
def work(client: Client) -> Writing:
    """A sheet in progress, whose first member is signed in and looks at the editor."""
    made = begin()
    client.force_login(made.alice)
    client.get(reverse("sheet_write", args=[made.page.pk]))
    return made


def send(
    client: Client, work: Writing, name: str, content: bytes, alt: str = ""
) -> tuple[int, dict[str, Any]]:
    file = SimpleUploadedFile(name, content)
    url = reverse("sheet_write_pictures", args=[work.page.pk])
    answer = client.post(url, {"file": file, "alt": alt})
    return answer.status_code, answer.json()


def test_a_picture_goes_to_the_library_without_what_it_tells(client: Client, work: Writing) -> None:
    status, sent = send(
        client, work, "Photo de Camille.JPG", photograph(told=True), "  Un  atelier "
    )

    assert status == 201
    image = get_image_model().objects.get(pk=sent["ref"])
    assert (image.title, image.description) == ("Un atelier", "Un atelier")
    assert (image.collection.name, image.uploaded_by_user) == (COLLECTION, work.alice)
    assert "Camille" not in image.file.name
    # Upright, and nothing about the person, the place or the device.
    assert (image.width, image.height) == (40, 60)
    with Image.open(image.file) as kept:
        assert not kept.getexif()
    shown = client.get(
        reverse("sheet_write_pictures", args=[work.page.pk]), {"refs": f"{image.pk},999"}
    ).json()
    assert shown == {"found": {str(image.pk): {"url": sent["url"], "width": 40, "height": 60}}}


def test_every_kind_of_picture_is_taken_once_in_one_collection(
    client: Client, work: Writing
) -> None:
    for kind in ("PNG", "GIF", "WEBP"):
        status, _ = send(client, work, f"image.{kind.lower()}", photograph(kind))
        assert status == 201

    collections = {image.collection_id for image in get_image_model().objects.order_by("pk")}
    assert len(collections) == 1


def test_what_is_no_picture_is_refused_with_a_sentence(
    client: Client, work: Writing, settings: Any
) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    refused = {
        "dessin.svg": (drawing, "SVG"),
        "dessin.png": (drawing, "SVG"),
        "texte.png": (b"du texte", "image"),
        "image.txt": (photograph(), ""),
        "faux.png": (photograph("JPEG"), "extension"),
    }
    for name, (content, word) in refused.items():
        status, said = send(client, work, name, content)
        assert status == 400
        assert word in said["message"]
        assert said["message"].endswith(".")

    assert not get_image_model().objects.exists()
    empty = client.post(reverse("sheet_write_pictures", args=[work.page.pk]), {"alt": "rien"})
    assert (empty.status_code, empty.json()["message"]) == (400, NO_FILE)


def test_too_heavy_and_too_many_are_refused(
    client: Client, work: Writing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_AN_HOUR", 1)

    assert send(client, work, "une.png", photograph("PNG"))[0] == 201
    status, said = send(client, work, "deux.png", photograph("PNG"))

    assert (status, said["message"]) == (429, pictures.TOO_MANY)


def test_who_may_not_write_sends_nothing(client: Client, work: Writing) -> None:
    SheetPage.objects.filter(pk=work.page.pk).update(held_at=timezone.now())

    status, said = send(client, work, "une.png", photograph("PNG"))

    assert (status, said["message"]) == (403, pictures.NO_RIGHT)
    assert not get_image_model().objects.exists()


def test_the_number_of_a_picture_of_others_shows_nothing_of_it() -> None:
    work, other = begin(), begin()
    theirs = SheetPictureFactory(page=other.page).image
    theirs.title = "Zwieback"
    theirs.save()
    node = Node("image", {"id": "i", "ref": theirs.pk, "alt": "", "caption": "Vue du pont"})
    client = Visitor()
    client.force_login(work.alice)
    shown = client.get(
        reverse("sheet_write_pictures", args=[work.page.pk]), {"refs": str(theirs.pk)}
    ).json()
    assert shown == {"found": {}}

    work.write("Emprunt", work.alice, node)
    work.pause()

    page = work.row.get_latest_revision_as_object()
    draft = draft_of(page)
    assert [one.plain for one in draft.bodies["body"]] == ["Vue du pont"]
    told = client.get(reverse("sheet_versions", args=[work.page.pk])).content.decode()
    version = work.row.versions.get()
    told += client.get(reverse("sheet_version", args=[work.page.pk, version.pk])).content.decode()
    assert "Zwieback" not in told
    # The sheet that the picture belongs to shows it.
    other.write("Le sien", other.alice, node)
    other.pause()
    draft = draft_of(other.row.get_latest_revision_as_object())
    assert [one.kind for one in draft.bodies["body"]] == ["image"]


def test_what_the_staff_place_belongs_to_the_sheet() -> None:
    work = begin()
    picture = library_picture()
    page = work.row.get_latest_revision_as_object()
    value = {"image": {"image": picture.pk, "decorative": True, "alt_text": ""}, "caption": ""}
    page.body = page.body.stream_block.to_python([{"type": "picture", "value": value}])
    page.save_revision(user=work.moderator)
    saving.note_from_administration(page, work.moderator)
    assert of_sheets.known_refs(work.row, [picture.pk, 999]) == {picture.pk}
