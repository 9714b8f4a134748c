"""Reading of a CSV file, which is accepted whole or refused whole before any of its lines is looked at."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from connect.offers.importing.report import quoted

LARGEST = 50_000_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(ValueError):
    """A file of which nothing can be taken; the message is in French."""


@dataclass(frozen=True)
class Line:
    """A line of the file by column name; a line with too few or too many cells has faults instead."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    faults: tuple[str, ...] = ()


def read_lines(path: Path, columns: Sequence[str]) -> list[Line]:
    """The lines of a file whose header has exactly these columns, in any order.

    Args:
        path: the file, UTF-8 with or without byte-order mark, separated by commas.
        columns: the names expected.

    Raises:
        FileRefused: when the file cannot be read, is not such a file or has another header.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    lines: list[Line] = []
    started = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns)
        started = reader.line_num
        for cells in reader:
            if cells:
                lines.append(_line(started + 1, header, cells))
            started = reader.line_num
    except csv.Error:
        raise FileRefused(
            f"à partir de la ligne {started + 1}, des guillemets sont mal fermés ou une cellule est trop longue."
        ) from None
    return lines


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise FileRefused("le fichier dépasse 50 Mo.")
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"le fichier ne peut pas être lu ({error.strerror}).") from None
    if not content.strip():
        raise FileRefused("le fichier est vide.")
    if content.startswith(_UTF16):
        raise FileRefused("le fichier est en UTF-16 ; enregistrez-le en UTF-8.")
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise FileRefused(f"le fichier contient un octet nul (ligne {line}) : ce n’est pas un CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(
            f"le fichier n’est pas en UTF-8 (ligne {line}) ; enregistrez-le en UTF-8."
        ) from None


def _check_header(header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    repeated = [name for name, count in Counter(header).items() if count > 1]
    faults = []
    if missing:
        faults.append(f"colonnes manquantes : {', '.join(missing)}")
    if unknown:
        faults.append(f"colonnes inconnues : {', '.join(quoted(name, 60) for name in unknown)}")
    if repeated:
        faults.append(f"colonnes en double : {', '.join(quoted(name, 60) for name in repeated)}")
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        faults.append("le séparateur doit être la virgule")
    if faults:
        raise FileRefused(f"{' ; '.join(faults)}.")


def _line(number: int, header: Sequence[str], cells: Sequence[str]) -> Line:
    if len(cells) != len(header):
        wrong = "trop" if len(cells) > len(header) else "pas assez"
        fault = f"{wrong} de cellules : {len(cells)} au lieu de {len(header)}"
        first = cells[0][:20] if header[0] == "id" else ""
        return Line(number, reference=first, faults=(fault,))
    named = dict(zip(header, cells, strict=True))
    return Line(number, named, named.get("id", "").strip()[:20])
