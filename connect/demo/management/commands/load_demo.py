"""`manage.py load_demo`: everything the demonstration shows."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from connect.common.clock import today
from connect.demo import loading, people, upkeep
from connect.demo.belonging import load_belonging
from connect.demo.groups import load_groups
from connect.demo.indicators import load_indicators
from connect.demo.link_checks import load_link_checks
from connect.demo.models import DemoShift
from connect.demo.outreach import load_outreach
from connect.demo.proposals import load_proposals
from connect.demo.public_persons import load_public_persons
from connect.demo.sheets import load_sheets
from connect.demo.visits import load_near_misses, load_visits
from connect.offers.enums import Kind
from connect.offers.importing.report import Outcome, Report
from connect.offers.models import Offer
from connect.offers.selectors import open_on, visible_to
from connect.structures.models import Structure


class Command(BaseCommand):
    """Loads what is missing; what a person edited is left as it is."""

    help = "Charge les données de démonstration ; relancée, la commande ne change rien."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--reshift",
            action="store_true",
            help="décale les dates pour que 39 appels soient ouverts aujourd’hui",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="charge même sans DEMO=1, si le catalogue est vide",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load lists, catalogue, accounts and pages, then say what stands.

        Raises:
            CommandError: on a real installation, or when a shipped file is refused.
        """
        self._refuse_real_installation(options["force"])
        quiet = not options["verbosity"]

        def progress(file: str, done: int, total: int) -> None:
            if not quiet and done == total:
                self.stderr.write(f"{file} : {done}/{total}", self.style.NOTICE)

        loading.load_lists()
        report = loading.load_catalogue(progress, reshift=options["reshift"])
        self._tell(report, quiet)
        created, password = people.create_staff(settings.DEMO_PASSWORD)
        load_groups()
        load_public_persons(settings.DEMO_PASSWORD)
        loading.load_pages()
        load_belonging()
        load_sheets()
        load_proposals()
        load_visits()
        load_near_misses()
        load_indicators(reshift=options["reshift"])
        upkeep.load()
        load_link_checks()
        load_outreach()
        loading.load_findings()
        if created:
            # The only time it can be read: the database keeps its hash.
            self.stdout.write(f"Comptes de démonstration : {', '.join(created)}")
            self.stdout.write(f"Mot de passe : {password}")
        if not quiet:
            self.stdout.write(self._state())

    def _refuse_real_installation(self, force: bool) -> None:
        if settings.DEMO or DemoShift.objects.exists():
            return
        if not force:
            raise CommandError(
                "Ces données sont inventées : mettez DEMO=1, ou --force sur un catalogue vide."
            )
        if Offer.objects.exists() or Structure.objects.exists():
            raise CommandError(
                "Le catalogue n’est pas vide : les données de démonstration n’y entrent pas."
            )

    def _tell(self, report: Report, quiet: bool) -> None:
        if report.exit_code == 2 or report.total(Outcome.REFUSED):
            raise CommandError("\n".join(str(entry) for entry in report.entries))
        for entry in () if quiet else report.entries:
            self.stdout.write(str(entry))

    def _state(self) -> str:
        seen = visible_to(None)
        offers = seen.exclude(kind=Kind.CALL).count()
        calls = seen.filter(open_on(today())).count()
        return (
            f"Démonstration : {Structure.objects.count()} structures, {offers} offres visibles,"
            f" {calls} appels ouverts."
        )
