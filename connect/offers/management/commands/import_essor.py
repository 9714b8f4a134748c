"""`manage.py import_essor DIR`: the catalogue from the ESSor files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connect.offers.importing.report import Report
from connect.offers.importing.running import import_directory


class Command(BaseCommand):
    """Exits with 0 when everything stands in the catalogue, 1 for lines left out, 2 for a file refused."""

    help = (
        "Importe les structures, les offres et les appels à projets d’un dossier de fichiers CSV."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the options."""
        parser.add_argument("dir", type=Path, metavar="DIR")
        parser.add_argument(
            "--dry-run", action="store_true", help="vérifie tout puis n’enregistre rien"
        )
        parser.add_argument(
            "--report", type=Path, metavar="FILE", help="écrit aussi le compte rendu dans un CSV"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what became of every line that was not taken."""
        quiet = not options["verbosity"]

        def progress(file: str, done: int, total: int) -> None:
            if not quiet:
                self.stderr.write(f"{file} : {done}/{total}", self.style.NOTICE)

        report = import_directory(options["dir"], dry_run=options["dry_run"], progress=progress)
        if not quiet:
            self._show(report, options["dry_run"])
        if options["report"]:
            try:
                report.write(options["report"])
            except OSError as error:
                raise CommandError(
                    f"Le compte rendu ne peut pas être écrit ({error.strerror}).", returncode=2
                ) from None
        if report.exit_code == 2:
            raise CommandError("Au moins un fichier a été refusé.", returncode=2)
        if report.exit_code == 1:
            raise CommandError("Au moins une ligne n’a pas été prise.", returncode=1)

    def _show(self, report: Report, dry_run: bool) -> None:
        for entry in report.entries:
            self.stdout.write(str(entry))
        for sentence in report.summary():
            self.stdout.write(sentence)
        if dry_run:
            self.stdout.write("Essai : rien n’a été enregistré.")
