"""`manage.py load_vocabularies [FILE]`: the shared lists, the upper territories and the local networks."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connect.structures.vocabularies import load_file
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.vocabularies import DEFAULT_FILE


class Command(BaseCommand):
    """Creates what is missing; leaves alone what the staff changed."""

    help = "Charge les vocabulaires ; ce qui existe déjà n’est pas modifié."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file and the option to overwrite."""
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT_FILE, metavar="FILE")
        parser.add_argument(
            "--update",
            action="store_true",
            help="remplace aussi les libellés, explications et liens qui diffèrent du fichier",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file and say how many rows were created, changed or kept."""
        try:
            loaded = load_file(options["file"], update=options["update"])
        except VocabularyRefused as refusal:
            raise CommandError(f"Fichier refusé : {refusal}", returncode=2) from None
        if options["verbosity"]:
            self.stdout.write(
                f"Vocabulaires : {loaded.created} entrées créées, {loaded.updated} modifiées,"
                f" {loaded.kept} laissées telles quelles."
            )
