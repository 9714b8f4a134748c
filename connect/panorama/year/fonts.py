"""The typeface of the site, for documents: the file of the pages, unpacked and set to one weight, kept in `var`."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # ships no types
from fontTools.varLib.instancer import (  # type: ignore[import-untyped]  # ships no types
    instantiateVariableFont,
)


@dataclass(frozen=True)
class Face:
    """One face of the documents.

    Attributes:
        style: as fpdf names it: nothing or B, for bold.
        source: file built by the front end.
        weight: of a variable file; 0 for a file of one weight.
    """

    family: str
    style: str
    source: str
    weight: int


TEXT = "dist/atkinson-hyperlegible-next-latin-wght-normal.woff2"
TITLE = "dist/young-serif-latin-400-normal.woff2"
FACES = (
    Face("text", "", TEXT, 400),
    Face("text", "B", TEXT, 680),
    Face("title", "", TITLE, 0),
)


def font_files() -> dict[Face, Path]:
    """The file of each face, made the first time; nothing when the front end is not built."""
    found: dict[Face, Path] = {}
    for face in FACES:
        source = finders.find(face.source)
        if not isinstance(source, str):
            return {}
        found[face] = _unpacked(face, Path(source))
    return found


def _unpacked(face: Face, source: Path) -> Path:
    content = source.read_bytes()
    folder = Path(settings.VAR_DIR) / "fonts"
    target = folder / f"{source.stem}-{face.weight}-{hashlib.sha256(content).hexdigest()[:12]}.ttf"
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    font = TTFont(source)
    font.flavor = None
    if face.weight:
        instantiateVariableFont(font, {"wght": face.weight}, inplace=True)
    # Written aside, then moved: another process finds a whole file or none.
    number, aside = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(number, "wb") as opened:
        font.save(opened)
    Path(aside).replace(target)
    return target
