"""Uploads are judged by what they hold, in the forms that staff really use."""

from typing import Any

import pytest
from django.forms import ModelForm
from pytest_django import Settings
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form, get_document_multi_form
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection

from tests.runtime import files
from tests.runtime.files import upload

pytestmark = pytest.mark.django_db


def image_form(name: str, content: bytes) -> "ModelForm[Any]":
    form_class = get_image_form(get_image_model())
    collection = Collection.get_first_root_node()
    data = {"title": "Photo", "collection": collection.pk}
    return form_class(data, {"file": upload(name, content)})  # type: ignore[no-any-return]


def document_form(name: str, content: bytes) -> "ModelForm[Any]":
    form_class = get_document_form(get_document_model())
    collection = Collection.get_first_root_node()
    data = {"title": "Document", "collection": collection.pk}
    return form_class(data, {"file": upload(name, content)})  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.png", "PNG"),
        ("a.JPG", "JPEG"),
        ("a.jpeg", "JPEG"),
        ("a.gif", "GIF"),
        ("a.webp", "WEBP"),
        ("a.avif", "AVIF"),
    ],
)
def test_raster_images_are_accepted(name: str, kind: str) -> None:
    form = image_form(name, files.picture(kind))

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("logo.svg", files.SVG, "Les fichiers SVG, HTML et XML sont refusés"),
        ("logo.png", files.SVG, "Les fichiers SVG, HTML et XML sont refusés"),
        ("logo.png", b"\xef\xbb\xbf \n" + files.SVG, "Les fichiers SVG, HTML et XML sont refusés"),
        ("logo.png", b"<?xml version='1.0'?>" + files.SVG, "Les fichiers SVG, HTML et XML"),
        ("logo.png", files.SVG.decode().encode("utf-16"), "Les fichiers SVG, HTML et XML"),
        ("page.jpg", files.HTML, "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.gif", b"GIF89a" + files.HTML, "n'est pas une image lisible"),
        ("a.png", b"", "n'est pas une image lisible"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "n'est pas une image lisible"),
        ("a.png", files.picture("PNG")[:60], "n'est pas une image lisible"),
        ("a.png", files.PDF, "n'est pas une image lisible"),
        ("a.png", files.picture("JPEG"), "ne correspond pas à son extension « .png »"),
        ("a.bmp", files.picture("BMP"), "n'est pas une image lisible"),
        ("a.tiff", files.picture("TIFF"), "n'est pas une image lisible"),
        ("a", files.picture("PNG"), "ne correspond pas à son extension"),
        ("a.png.html", files.picture("PNG"), "Les fichiers SVG, HTML et XML sont refusés"),
    ],
)
def test_disguised_and_broken_images_are_refused(name: str, content: bytes, told: str) -> None:
    form = image_form(name, content)

    assert told in str(form.errors.get("file", "")).replace("&#x27;", "'")


def test_an_image_that_is_too_heavy_is_refused(settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 50

    assert "file" in image_form("a.png", files.picture("PNG")).errors


def test_an_image_with_too_many_pixels_is_refused(settings: Settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50

    assert "file" in image_form("a.png", files.picture("PNG", (10, 10))).errors


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", files.PDF),
        ("a.docx", files.word()),
        ("a.xlsx", files.archive(**{"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"})),
        ("a.pptx", files.archive(**{"[Content_Types].xml": b"<T/>", "ppt/p.xml": b"<p/>"})),
        ("a.odt", files.open_document("text")),
        ("a.ods", files.open_document("spreadsheet")),
        ("a.odp", files.open_document("presentation")),
        ("a.rtf", b"{\\rtf1 bonjour}"),
        ("a.csv", "nom;ville\nÉlan;Saumur\n".encode("latin-1")),
        ("a.TXT", "Été".encode()),
    ],
)
def test_office_documents_are_accepted(name: str, content: bytes) -> None:
    form = document_form(name, content)

    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.svg", files.SVG, "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.html", files.HTML, "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.pdf", files.HTML, "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.txt", files.HTML, "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.csv", b"   <SCRIPT>alert(1)</SCRIPT>", "Les fichiers SVG, HTML et XML sont refusés"),
        ("a.pdf", b"MZ\x90\x00", "ne correspond pas à son extension « .pdf »"),
        ("a.docx", files.archive(autre=b"x"), "ne correspond pas à son extension « .docx »"),
        ("a.docx", b"PK\x03\x04tronque", "ne correspond pas à son extension « .docx »"),
        ("a.docx", files.open_document("text"), "ne correspond pas à son extension « .docx »"),
        ("a.odt", files.open_document("spreadsheet"), "ne correspond pas à son extension « .odt »"),
        ("a.docx", files.word(**{"word/vbaProject.bin": b"x"}), "contient des macros"),
        ("a.txt", b"MZ\x90\x00\x03", "ne correspond pas à son extension « .txt »"),
        ("a.exe", b"MZ\x90\x00", "Ce type de fichier n'est pas accepté"),
        ("a.zip", files.archive(a=b"x"), "Ce type de fichier n'est pas accepté"),
        ("a.docm", files.word(), "Ce type de fichier n'est pas accepté"),
    ],
)
def test_disguised_and_unknown_documents_are_refused(name: str, content: bytes, told: str) -> None:
    form = document_form(name, content)

    assert told in str(form.errors.get("file", "")).replace("&#x27;", "'")


def test_a_document_that_is_too_heavy_is_refused(settings: Settings) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10

    assert "file" in document_form("a.pdf", files.PDF).errors


def test_forms_without_a_file_stay_without() -> None:
    assert "file" not in get_document_multi_form(get_document_model())().fields
