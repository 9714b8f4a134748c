"""What a file really is, told from its content and never from its name alone."""

import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image, UnidentifiedImageError

ACTIVE_CONTENT = (
    "Les fichiers SVG, HTML et XML sont refusés : ils peuvent contenir du code. "
    "Exportez l'image en PNG ou en JPEG, ou le document en PDF."
)
NOT_AN_IMAGE = (
    "Ce fichier n'est pas une image lisible. Formats acceptés : JPEG, PNG, GIF, WebP et AVIF."
)
NOT_WHAT_IT_SAYS = "Le contenu de ce fichier ne correspond pas à son extension « .{extension} »."
MACROS = "Ce document contient des macros : enregistrez-le sans macros avant de l'envoyer."

IMAGE_FORMATS = {
    "avif": "AVIF",
    "gif": "GIF",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
}
HEAD_BYTES = 4096
MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--")


def extension_of(name: str) -> str:
    """The extension of a file name, in lower case and without its dot.

    Args:
        name: a file name.
    """
    return PurePath(name).suffix.lower().lstrip(".")


def _head(file: IO[bytes]) -> bytes:
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def refuse_markup(file: IO[bytes], name: str) -> None:
    """Refuse files that a browser would run, whatever their name.

    Args:
        file: the upload, read from its start and rewound.
        name: its name.

    Raises:
        ValidationError: for SVG, HTML and XML.
    """
    head = _head(file)
    for encoding in ("utf-16-le", "utf-16-be"):
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head[2:].decode(encoding, "ignore").encode("utf-8", "ignore") + head
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    named = extension_of(name) in {"svg", "svgz", "html", "htm", "xhtml", "xml", "mht"}
    if named or text.startswith(MARKUP) or b"<svg" in text[:1024]:
        raise ValidationError(ACTIVE_CONTENT, code="active_content")


def check_image(file: IO[bytes], name: str) -> None:
    """Accept raster images whose content is what their extension says.

    Args:
        file: the upload, read and rewound.
        name: its name.

    Raises:
        ValidationError: in French, for anything else.
    """
    refuse_markup(file, name)
    extension = extension_of(name)
    try:
        with Image.open(file, formats=sorted(set(IMAGE_FORMATS.values()))) as image:
            found = image.format
            image.verify()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise ValidationError(NOT_AN_IMAGE, code="invalid_image") from error
    finally:
        file.seek(0)
    if found != IMAGE_FORMATS.get(extension):
        raise ValidationError(
            NOT_WHAT_IT_SAYS.format(extension=extension), code="invalid_image_known_format"
        )


def _is_pdf(file: IO[bytes]) -> bool:
    return _head(file).startswith(b"%PDF-")


def _is_rtf(file: IO[bytes]) -> bool:
    return _head(file).startswith(b"{\\rtf")


def _is_text(file: IO[bytes]) -> bool:
    return b"\0" not in _head(file)


def _zip_holding(folder: str) -> Callable[[IO[bytes]], bool]:
    """Office Open XML: a zip with its table of types and its own folder."""

    def holds(file: IO[bytes]) -> bool:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise ValidationError(MACROS, code="macros")
        return "[Content_Types].xml" in names and any(n.startswith(folder) for n in names)

    return holds


def _open_document(kind: str) -> Callable[[IO[bytes]], bool]:
    """OpenDocument: a zip whose entry `mimetype` names its kind."""
    expected = f"application/vnd.oasis.opendocument.{kind}".encode()

    def says(file: IO[bytes]) -> bool:
        with zipfile.ZipFile(file) as archive, archive.open("mimetype") as mimetype:
            said = mimetype.read(len(expected) + 1).strip()
            scripted = any(name.startswith("Basic/") for name in archive.namelist())
        if scripted:
            raise ValidationError(MACROS, code="macros")
        return said == expected

    return says


DOCUMENT_CHECKS: dict[str, Callable[[IO[bytes]], bool]] = {
    "csv": _is_text,
    "docx": _zip_holding("word/"),
    "odp": _open_document("presentation"),
    "ods": _open_document("spreadsheet"),
    "odt": _open_document("text"),
    "pdf": _is_pdf,
    "pptx": _zip_holding("ppt/"),
    "rtf": _is_rtf,
    "txt": _is_text,
    "xlsx": _zip_holding("xl/"),
}


def check_document(file: IO[bytes], name: str) -> None:
    """Accept office documents, PDF and plain text whose content is what their extension says.

    Args:
        file: the upload, read and rewound.
        name: its name.

    Raises:
        ValidationError: in French, for anything else.
    """
    refuse_markup(file, name)
    extension = extension_of(name)
    check = DOCUMENT_CHECKS.get(extension)
    if check is None:
        accepted = ", ".join(sorted(DOCUMENT_CHECKS))
        raise ValidationError(
            f"Ce type de fichier n'est pas accepté. Extensions acceptées : {accepted}.",
            code="invalid_extension",
        )
    try:
        genuine = check(file)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError):
        genuine = False
    finally:
        file.seek(0)
    if not genuine:
        raise ValidationError(NOT_WHAT_IT_SAYS.format(extension=extension), code="wrong_content")
