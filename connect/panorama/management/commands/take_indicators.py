"""`manage.py take_indicators`: write the indicators of a day."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connect.common import french
from connect.panorama import services


class Command(BaseCommand):
    """Measures by hand what the night measures by itself."""

    help = "Relève les indicateurs du jour, ou d’un jour passé ; relancée, la commande remplace."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--day",
            default="",
            help="jour au format AAAA-MM-JJ ; pour un jour ancien, seuls les nombres qui se recalculent sont écrits",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure, then say how many values stand.

        Raises:
            CommandError: for a day that is none, or to come.
        """
        if not options["day"]:
            days = services.take_due()
            self.stdout.write(
                f"Indicateurs relevés\u00a0: {french.plural(len(days), 'jour', 'jours')}."
            )
            return
        try:
            day = datetime.date.fromisoformat(options["day"])
        except ValueError as error:
            raise CommandError(
                f"« {options['day']} » n’est pas une date : écrivez AAAA-MM-JJ."
            ) from error
        try:
            count = services.take(day)
        except ValueError as error:
            raise CommandError("Ce jour n’est pas encore venu : rien à relever.") from error
        self.stdout.write(
            f"{french.day_long(day)}\u00a0: {french.plural(count, 'valeur', 'valeurs')}."
        )
