"""Real files of many kinds, made on the spot."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(kind: str, size: tuple[int, int] = (12, 8)) -> bytes:
    """An image.

    Args:
        kind: a format of Pillow, such as `PNG`.
        size: width and height in pixels.
    """
    held = io.BytesIO()
    Image.new("RGB", size, (140, 60, 30)).save(held, kind)
    return held.getvalue()


def archive(**entries: bytes) -> bytes:
    """A zip.

    Args:
        entries: contents by name.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, content in entries.items():
            opened.writestr(name, content)
    return held.getvalue()


def word(**more: bytes) -> bytes:
    """The skeleton of a Word document.

    Args:
        more: entries to add.
    """
    return archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **more})


def open_document(kind: str) -> bytes:
    """The skeleton of an OpenDocument file.

    Args:
        kind: `text`, `spreadsheet` or `presentation`.
    """
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive(**{"mimetype": mimetype, "content.xml": b"<office/>"})


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """What a form receives.

    Args:
        name: the file's name.
        content: its bytes.
    """
    return SimpleUploadedFile(name, content)
