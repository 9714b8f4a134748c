"""Moving of the demonstration data in time: dates by days, years in texts by years."""

import csv
import datetime
import re
from pathlib import Path

from connect.demo.models import DemoShift

REFERENCE_DAY = datetime.date(2016, 7, 15)
"""The day on which the shipped files are true: 39 calls are open."""
TEXTS = ("intitule", "resume")
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


def shift_for(day: datetime.date) -> DemoShift:
    """The shift that makes the files true on this day (not saved)."""
    return DemoShift(
        days=(day - REFERENCE_DAY).days, years=day.year - REFERENCE_DAY.year, since=day
    )


def shifted_text(text: str, years: int, cited: set[int]) -> str:
    """A text with its years moved; a number that is not a year of the row (an amount) stays."""

    def moved(found: re.Match[str]) -> str:
        year = int(found.group(1))
        return str(year + years) if year in cited else found.group(1)

    return _YEAR.sub(moved, text)


def shifted_row(row: dict[str, str], shift: DemoShift) -> dict[str, str]:
    """A row of a file with its dates moved, and the years of these dates in its texts."""
    moved = dict(row)
    cited: set[int] = set()
    for column, cell in row.items():
        if column.startswith("date_") and cell:
            day = datetime.date.fromisoformat(cell)
            cited.add(day.year)
            moved[column] = (day + datetime.timedelta(days=shift.days)).isoformat()
    for column in TEXTS:
        if column in row:
            moved[column] = shifted_text(row[column], shift.years, cited)
    return moved


def write_shifted(source: Path, target: Path, shift: DemoShift) -> None:
    """Write every CSV file of a folder into another, moved in time."""
    for path in sorted(source.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as read:
            reader = csv.DictReader(read)
            rows = [shifted_row(row, shift) for row in reader]
            columns = list(reader.fieldnames or [])
        with (target / path.name).open("w", encoding="utf-8", newline="") as written:
            writer = csv.DictWriter(written, columns)
            writer.writeheader()
            writer.writerows(rows)
