"""Strict reading of a file of addresses: taken whole, or refused whole with what to correct."""

import csv
import io
import re
from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from connect.accounts.addresses import normal_address
from connect.common.sanitising import has_markup, plain_text
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Postcode, Territory
from connect.taxonomy.places import fold

LARGEST = 1_000_000
MOST_LINES = 5_000
MOST_FAULTS = 20
COLUMNS = ("nom", "adresse", "commune")
LONGEST_NAME = 160
_POSTCODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class FileRefused(ValueError):
    """A file of which nothing is taken.

    Attributes:
        faults: what to correct, in French, one sentence each.
    """

    def __init__(self, *faults: str) -> None:
        super().__init__(faults[0])
        self.faults = faults


@dataclass(frozen=True)
class Line:
    """A line that can be kept: a name, an address, the key of a commune."""

    name: str
    address: str
    commune: int


def read_file(content: bytes) -> list[Line]:
    """The lines of a file of addresses.

    Args:
        content: CSV in UTF-8, separated by commas or semicolons, with the columns nom, adresse, commune.

    Raises:
        FileRefused: with every fault to correct, the first twenty in full.
    """
    rows = _rows(_text(content))
    communes = _Communes()
    lines, faults = [], []
    for number, cells in rows:
        try:
            lines.append(_line(cells, communes))
        except ValueError as fault:
            faults.append(f"Ligne {number} : {fault}")
    if faults:
        more = len(faults) - MOST_FAULTS
        told = [f"Et {more} autres lignes à corriger."] if more > 0 else []
        raise FileRefused(*faults[:MOST_FAULTS], *told)
    return lines


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise FileRefused("Le fichier dépasse 1 Mo. Coupez-le en plusieurs.")
    if not content.strip():
        raise FileRefused("Le fichier est vide.")
    if content.startswith(_UTF16):
        raise FileRefused("Le fichier est en UTF-16. Enregistrez-le en « CSV UTF-8 ».")
    if content.startswith(b"PK"):
        raise FileRefused(
            "C’est un classeur ou une archive. Enregistrez la feuille en « CSV UTF-8 »."
        )
    if b"\0" in content:
        raise FileRefused("Ce n’est pas un fichier CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused(
            f"Le fichier n’est pas en UTF-8 (ligne {line}). Enregistrez-le en « CSV UTF-8 »."
        ) from None


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            raise FileRefused(
                "La première ligne doit nommer trois colonnes, nom, adresse et commune,"
                " séparées par des virgules ou des points-virgules."
            )
        rows = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise FileRefused(
                    f"Ligne {reader.line_num} : {len(cells)} cellules au lieu de {len(header)}."
                )
            rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
            if len(rows) > MOST_LINES:
                raise FileRefused(
                    f"Le fichier a plus de {MOST_LINES} lignes. Coupez-le en plusieurs."
                )
    except csv.Error:
        raise FileRefused(
            f"Vers la ligne {reader.line_num + 1}, des guillemets sont mal fermés ou une cellule est trop longue."
        ) from None
    if not rows:
        raise FileRefused("Le fichier n’a que sa première ligne.")
    return rows


def _line(cells: dict[str, str], communes: "_Communes") -> Line:
    """Read a line.

    Raises:
        ValueError: with what is wrong.
    """
    name = plain_text(cells["nom"])
    if not name:
        raise ValueError("le nom est vide.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"le nom dépasse {LONGEST_NAME} caractères.")
    if has_markup(name) or "\n" in name or "\r" in name:
        raise ValueError("le nom contient du code ou un retour à la ligne.")
    typed = plain_text(cells["adresse"])
    try:
        address = normal_address(typed)
    except ValidationError:
        raise ValueError(f"« {typed[:60]} » n’est pas une adresse électronique.") from None
    return Line(name, address, communes.find(plain_text(cells["commune"])))


class _Communes:
    """The communes of the chamber's territory by name and postcode, read in two statements."""

    def __init__(self) -> None:
        rows = Territory.objects.filter(level=Level.COMMUNE, in_scope=True).order_by("code")
        self.by_name: dict[str, list[int]] = defaultdict(list)
        self.department: dict[int, str] = {}
        for pk, name, code in rows.values_list("pk", "name", "code"):
            self.by_name[fold(name)].append(pk)
            self.department[pk] = code[:2]
        self.postcodes: dict[int, set[str]] = defaultdict(set)
        held = Postcode.objects.filter(commune__in_scope=True).order_by("pk")
        for commune, code in held.values_list("commune_id", "code"):
            self.postcodes[commune].add(code)

    def find(self, text: str) -> int:
        """The key of a commune: « Nantes », « Nantes (44) », « 44000 Nantes ».

        Raises:
            ValueError: when none, or several, have this name.
        """
        if not text:
            raise ValueError("la commune est vide.")
        postcode = _POSTCODE.search(text)
        department = re.search(r"\((\d\w)\)", text)
        name = fold(re.sub(r"\(.*?\)|\d{5}", " ", text).strip())
        found = self.by_name.get(name, [])
        if postcode:
            found = [pk for pk in found if postcode[1] in self.postcodes[pk]]
        if department:
            found = [pk for pk in found if self.department[pk] == department[1]]
        if not found:
            raise ValueError(f"« {text[:60]} » n’est pas une commune de la région.")
        if len(found) > 1:
            raise ValueError(
                f"plusieurs communes s’appellent « {text[:60]} » ; ajoutez le code postal."
            )
        return found[0]
