"""What an import did, line by line."""

import csv
import enum
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


class Gravity(enum.StrEnum):
    """How serious an entry of the report is."""

    FILE_REFUSED = "fichier refusé"
    REFUSED = "ligne refusée"
    CONFLICT = "conflit"
    NOTICE = "remarque"


class Outcome(enum.StrEnum):
    """What became of a line."""

    CREATED = "créées"
    UPDATED = "modifiées"
    UNCHANGED = "inchangées"
    REFUSED = "refusées"
    CONFLICT = "en conflit"


@dataclass(frozen=True)
class Entry:
    """One fault, conflict or remark, and where it stands."""

    gravity: Gravity
    file: str
    line: int | None
    reference: str
    reason: str

    def __str__(self) -> str:
        where = self.file + (f", ligne {self.line}" if self.line is not None else "")
        who = f" ({self.reference})" if self.reference else ""
        return f"{where}{who} : {self.gravity} : {self.reason}"


@dataclass
class Report:
    """The entries of an import and the outcome of every line."""

    entries: list[Entry] = field(default_factory=list)
    outcomes: dict[str, Counter[Outcome]] = field(default_factory=dict)

    def refuse_file(self, file: str, reason: str) -> None:
        """Note that nothing of a file was taken."""
        self.entries.append(Entry(Gravity.FILE_REFUSED, file, None, "", reason))

    def add(self, gravity: Gravity, file: str, line: int, reference: str, reason: str) -> None:
        """Note something about a line."""
        self.entries.append(Entry(gravity, file, line, reference, reason))

    def count(self, file: str, outcome: Outcome, lines: int = 1) -> None:
        """Count what became of a line."""
        self.outcomes.setdefault(file, Counter())[outcome] += lines

    def total(self, outcome: Outcome) -> int:
        """How many lines had this outcome, all files together."""
        return sum(counter[outcome] for counter in self.outcomes.values())

    @property
    def exit_code(self) -> int:
        """0 when everything in the files now stands in the catalogue, 1 for lines left out, 2 for a file."""
        if any(entry.gravity is Gravity.FILE_REFUSED for entry in self.entries):
            return 2
        return 1 if self.total(Outcome.REFUSED) or self.total(Outcome.CONFLICT) else 0

    def summary(self) -> list[str]:
        """One sentence for each file read."""
        sentences = []
        for file, counter in self.outcomes.items():
            parts = ", ".join(f"{counter[outcome]} {outcome}" for outcome in Outcome)
            sentences.append(f"{file} : {counter.total()} lignes ({parts}).")
        return sentences

    def write(self, path: Path) -> None:
        """Write the entries as a CSV file that a spreadsheet opens without running anything.

        Raises:
            OSError: when the file cannot be written.
        """
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["fichier", "ligne", "reference", "gravite", "raison"])
            for entry in self.entries:
                cells = (entry.file, entry.line or "", entry.reference, entry.gravity, entry.reason)
                writer.writerow([neutralised(str(cell)) for cell in cells])


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip()[:1] in {"=", "+", "-", "@"} or cell[:1] in "\t\r" else cell


def quoted(value: str, longest: int = 80) -> str:
    """A value as the report shows it: « … », shortened, without control characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in value)
    return f"« {shown[:longest]}… »" if len(shown) > longest else f"« {shown} »"
