"""Reading of the cells of one line; every fault is kept, so that a line is corrected in one go."""

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from connect.common import sanitising
from connect.offers.importing.files import Line
from connect.offers.importing.report import quoted

LARGEST_NUMBER = 2_147_483_647
LARGEST_SMALL_NUMBER = 32_767
LONGEST_TEXT = 20_000
_REFERENCE = re.compile(r"[A-Z]{1,8}-[0-9]{1,10}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PHONE = re.compile(r"\+?[0-9 .()/\u00a0\u202f-]{4,29}")


@dataclass
class Cells:
    """A line being read. Each method reads a column, and adds to `faults` when it is wrong."""

    line: Line
    faults: list[str] = field(default_factory=list)
    _wrong: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.faults += self.line.faults
        for column, cell in self.line.cells.items():
            clean = sanitising.plain_text(cell)
            if sanitising.is_formula(cell) or sanitising.is_formula(clean):
                self.fault(column, f"{quoted(cell)} serait lu comme une formule")
            elif sanitising.has_markup(cell):
                self.fault(column, f"du HTML se trouve dans un texte simple ({quoted(cell, 40)})")

    def fault(self, column: str, reason: str) -> None:
        """Note a fault of a column."""
        self._wrong.add(column)
        self.faults.append(f"{column} : {reason}")

    def _raw(self, column: str, required: bool = False) -> str:
        """The clean text of a cell, empty when it already has a fault."""
        if column in self._wrong:
            return ""
        value = sanitising.plain_text(self.line.cells[column])
        if required and not value:
            self.fault(column, "la cellule est vide")
        return value

    def says_nothing(self, column: str) -> bool:
        """Whether the cell is empty, that is unknown."""
        return not sanitising.plain_text(self.line.cells[column])

    def text(self, column: str, longest: int = LONGEST_TEXT, required: bool = False) -> str:
        """A plain text."""
        value = self._raw(column, required)
        if len(value) > longest:
            self.fault(column, f"le texte a {len(value)} caractères, {longest} au plus")
        return value

    def reference(self, column: str = "id") -> str:
        """A reference such as FIN-001."""
        value = self._raw(column, required=True)
        if value and not _REFERENCE.fullmatch(value):
            self.fault(column, f"{quoted(value)} n’est pas une référence (exemple : FIN-001)")
        return value

    def slug(self, column: str, longest: int) -> str:
        """The end of an address."""
        value = self.text(column, longest, required=True)
        if value and not _SLUG.fullmatch(value):
            self.fault(column, f"{quoted(value)} n’a pas que des minuscules, chiffres et tirets")
        return value

    def number(self, column: str, largest: int = LARGEST_NUMBER) -> int | None:
        """A whole positive number, `None` when unknown."""
        value = self._raw(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit()):
            self.fault(column, f"{quoted(value)} n’est pas un nombre entier positif")
            return None
        if len(value) > 12 or int(value) > largest:
            self.fault(column, f"{quoted(value, 20)} dépasse {largest}")
            return None
        return int(value)

    def day(self, column: str, required: bool = False) -> str | None:
        """A date written 2016-07-15, given back as it is written."""
        value = self._raw(column, required)
        if not value:
            return None
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            day = datetime.date.fromisoformat(value)
        except ValueError:
            self.fault(column, f"{quoted(value)} n’est pas une date (exemple : 2016-07-15)")
            return None
        if not 1900 <= day.year <= 2200:
            self.fault(column, f"{quoted(value)} est une date invraisemblable")
            return None
        return value

    def flag(self, column: str) -> bool | None:
        """1 or 0, `None` when unknown."""
        value = self._raw(column)
        if value not in {"", "0", "1"}:
            self.fault(column, f"{quoted(value)} n’est ni 0 ni 1")
        return {"0": False, "1": True}.get(value)

    def code(self, column: str, known: Collection[str], required: bool = False) -> str:
        """One code of a list."""
        value = self._raw(column, required)
        if value and value not in known:
            several = " ; un seul code est attendu" if "|" in value else ""
            self.fault(column, f"code inconnu {quoted(value)}{several}")
            return ""
        return value

    def codes(self, column: str, known: Collection[str]) -> list[str]:
        """Several codes separated by |, sorted."""
        value = self._raw(column)
        if not value:
            return []
        found = [code.strip() for code in value.split("|")]
        unknown = [quoted(code, 40) for code in found if code not in known]
        repeated = sorted({code for code in found if found.count(code) > 1})
        if unknown:
            self.fault(column, f"codes inconnus : {', '.join(unknown)}")
        if repeated:
            self.fault(
                column, f"codes répétés : {', '.join(quoted(code, 40) for code in repeated)}"
            )
        return [] if unknown or repeated else sorted(found)

    def translated(self, column: str, words: Mapping[str, str]) -> str:
        """One word among those of a mapping, given back as its code."""
        value = self._raw(column)
        if value and value.casefold() not in words:
            self.fault(column, f"valeur inconnue {quoted(value)}")
        return words.get(value.casefold(), "")

    def web(self, column: str, longest: int = 300) -> str:
        """The address of a page."""
        value = self.text(column, longest)
        if not value:
            return ""
        try:
            return sanitising.safe_web_address(value)
        except (ValidationError, ValueError):
            self.fault(column, f"{quoted(value)} n’est pas une adresse http ou https")
            return ""

    def email(self, column: str) -> str:
        """An e-mail address."""
        value = self.text(column, 254)
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.fault(column, f"{quoted(value)} n’est pas une adresse électronique")
        return value

    def phone(self, column: str) -> str:
        """A telephone number, as it is written."""
        value = self.text(column, 30)
        if value and not _PHONE.fullmatch(value):
            self.fault(column, f"{quoted(value)} n’est pas un numéro de téléphone")
        return value
