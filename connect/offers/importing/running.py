"""A whole import: the files of a folder, from their bytes to the report."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from connect.offers.enums import Kind
from connect.offers.importing.files import FileRefused, Line, read_lines
from connect.offers.importing.known import Known
from connect.offers.importing.report import Gravity, Outcome, Report
from connect.offers.importing.rows import OFFERS, SOURCES, STRUCTURES, Draft, Source
from connect.offers.importing.writing import Written, in_chunks, write_offers, write_structures

Progress = Callable[[str, int, int], None]
"""Called with the file, the lines done so far and how many there are."""

_COUNTED = {
    Kind.FUNDING: "nb_offres_financement",
    Kind.ACCOMPANIMENT: "nb_offres_accompagnement",
}


@dataclass
class _Import:
    """One import under way."""

    report: Report
    progress: Progress
    known: Known = field(default_factory=Known)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)

    def run(self, files: dict[str, list[Line]]) -> None:
        """Structures first: offers need them."""
        if STRUCTURES.file in files:
            self._take(STRUCTURES, files[STRUCTURES.file])
            self.known.read_structures()
        for source in OFFERS:
            if source.file in files:
                self._take(source, files[source.file])

    def _take(self, source: Source, lines: Sequence[Line]) -> None:
        drafts = [source.draft(line, self.known) for line in lines]
        _mark_repeated(drafts)
        self._mark_seen(source, drafts)
        ready = []
        for draft in drafts:
            if draft.faults:
                self._refuse(source, draft, draft.faults)
            else:
                ready.append(draft)
        write = write_structures if source is STRUCTURES else write_offers
        done = len(drafts) - len(ready)
        self.report.count(source.file, Outcome.REFUSED, 0)
        self.progress(source.file, done, len(drafts))
        for written in in_chunks(ready, self.known, write):
            done += len(written)
            for one in written:
                self._record(source, one)
            self.progress(source.file, done, len(drafts))

    def _mark_seen(self, source: Source, drafts: Sequence[Draft]) -> None:
        """A reference belongs to one of the files only."""
        for draft in drafts:
            other = self.seen.get(draft.reference)
            if other is not None and other[0] != source.file:
                draft.faults.append(f"id : la référence est déjà dans {other[0]}, ligne {other[1]}")
        for draft in drafts:
            if draft.reference:
                self.seen.setdefault(draft.reference, (source.file, draft.line))

    def _refuse(self, source: Source, draft: Draft, reasons: Sequence[str]) -> None:
        self.report.count(source.file, Outcome.REFUSED)
        for reason in reasons:
            self.report.add(Gravity.REFUSED, source.file, draft.line, draft.reference, reason)

    def _record(self, source: Source, one: Written) -> None:
        if one.outcome is Outcome.REFUSED:
            self._refuse(source, one.draft, one.reasons)
            return
        self.report.count(source.file, one.outcome)
        for reason in one.reasons:
            draft = one.draft
            self.report.add(Gravity.CONFLICT, source.file, draft.line, draft.reference, reason)


def _mark_repeated(drafts: Sequence[Draft]) -> None:
    """Two lines with the same reference or address are both refused: nothing says which is right."""
    for key, name in ((None, "id"), ("slug", "slug")):
        lines: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            value = draft.reference if key is None else draft.values.get(key)
            if value:
                lines[str(value)].append(draft)
        for value, same in lines.items():
            for draft in same if len(same) > 1 else ():
                others = ", ".join(str(other.line) for other in same if other is not draft)
                draft.faults.append(f"{name} : « {value} » est aussi à la ligne {others}")


def _silent(file: str, done: int, total: int) -> None:
    """No progress shown."""


def import_directory(
    folder: Path, *, dry_run: bool = False, progress: Progress = _silent
) -> Report:
    """Import the ESSor files of a folder; a second run changes nothing.

    Each chunk of lines is committed with the version of the catalogue and the search entries that
    show it, so that an import cut short leaves nothing out of date.

    Args:
        folder: holds at least one of the four files.
        dry_run: check everything against the database, then undo it.
        progress: told how far each file is.

    Returns:
        The report; its `exit_code` says whether everything now stands in the catalogue.
    """
    report = Report()
    files = _read(folder, report)
    with transaction.atomic() if dry_run else nullcontext():
        if files:
            _Import(report, progress).run(files)
        if dry_run:
            transaction.set_rollback(True)
    _compare_counts(files, report)
    order = {source.file: position for position, source in enumerate(SOURCES)}
    report.entries.sort(key=lambda entry: (order.get(entry.file, -1), entry.line or 0))
    return report


def _read(folder: Path, report: Report) -> dict[str, list[Line]]:
    files: dict[str, list[Line]] = {}
    found = False
    for source in SOURCES:
        path = folder / source.file
        if not path.is_file():
            continue
        found = True
        try:
            files[source.file] = read_lines(path, source.columns)
        except FileRefused as refusal:
            report.refuse_file(source.file, str(refusal))
    if not found:
        names = ", ".join(source.file for source in SOURCES)
        what = (
            "ne contient aucun des fichiers attendus" if folder.is_dir() else "n’est pas un dossier"
        )
        report.refuse_file(str(folder.name or folder), f"{what} ({names}).")
    return files


def _compare_counts(files: dict[str, list[Line]], report: Report) -> None:
    """Remark on the structures whose announced number of offers is not what the files hold."""
    for source in OFFERS:
        column = _COUNTED.get(Kind(source.kind))
        if column is None or source.file not in files or STRUCTURES.file not in files:
            continue
        held = Counter(line.cells.get("structure", "").strip() for line in files[source.file])
        for line in files[STRUCTURES.file]:
            announced = line.cells.get(column, "").strip()
            if announced.isdecimal() and int(announced) != held[line.reference]:
                reason = (
                    f"{column} : {announced} annoncées, {held[line.reference]} dans {source.file}"
                )
                report.add(Gravity.NOTICE, STRUCTURES.file, line.number, line.reference, reason)
