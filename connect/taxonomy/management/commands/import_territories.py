"""`manage.py import_territories`: the EPCI, communes and postcodes of a region."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connect.taxonomy.refusals import TerritoriesRefused
from connect.taxonomy.territories import import_region


class Command(BaseCommand):
    """Reads a pair of CSV files; run again, it changes only what the files changed."""

    help = "Importe les communes, intercommunalités et codes postaux d’une région."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder or the files, and the region."""
        parser.add_argument(
            "dir",
            nargs="?",
            type=Path,
            metavar="DIR",
            help="dossier qui contient communes.csv et epci.csv (ou epci_<région>.csv)",
        )
        parser.add_argument("--communes", type=Path, metavar="FILE")
        parser.add_argument("--epci", type=Path, metavar="FILE")
        parser.add_argument(
            "--region", required=True, metavar="CODE", help="code INSEE de la région"
        )
        parser.add_argument("--region-name", default="", metavar="NAME")
        parser.add_argument(
            "--departments", type=Path, metavar="FILE", help="CSV code,nom d’une région nouvelle"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what changed."""
        communes, epci = find_files(
            options["dir"], options["communes"], options["epci"], options["region"]
        )
        try:
            done = import_region(
                options["region"],
                communes,
                epci,
                name=options["region_name"],
                departments=options["departments"],
            )
        except TerritoriesRefused as refusal:
            raise CommandError(f"Import refusé : {refusal}", returncode=2) from None
        if options["verbosity"]:
            self.stdout.write(
                f"Territoires : {done.epci} intercommunalités, {done.communes} communes,"
                f" {done.postcodes} codes postaux ({done.created} créés, {done.updated} modifiés)."
            )


def find_files(
    folder: Path | None, communes: Path | None, epci: Path | None, region: str
) -> tuple[Path, Path]:
    """The two files: those named, or those of the folder.

    Raises:
        CommandError: when one of the two is missing.
    """
    if folder is not None:
        communes = communes or folder / "communes.csv"
        named = folder / f"epci_{region}.csv"
        epci = epci or (named if named.exists() else folder / "epci.csv")
    if communes is None or epci is None:
        raise CommandError(
            "Donnez un dossier, ou les deux fichiers --communes et --epci.", returncode=2
        )
    return communes, epci
