"""`manage.py start_instance`: a real installation, which starts without any offer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.accounts.sign_in_links import path_for
from connect.home.services import create_root_pages
from connect.orientation.first import write_first
from connect.structures.vocabularies import load_file
from connect.taxonomy.refusals import VocabularyRefused
from connect.taxonomy.vocabularies import DEFAULT_FILE


class Command(BaseCommand):
    """Makes what is missing for a first day; run again, it changes nothing."""

    help = "Prépare une installation réelle : vocabulaires, territoires, pages, premier compte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--vocabularies", type=Path, default=DEFAULT_FILE, metavar="FILE")
        parser.add_argument(
            "--territories", type=Path, metavar="DIR", help="dossier de communes.csv et epci.csv"
        )
        parser.add_argument(
            "--region", default="52", metavar="CODE", help="code INSEE de la région"
        )
        parser.add_argument("--site-name", default=settings.WAGTAIL_SITE_NAME, metavar="NAME")
        parser.add_argument(
            "--admin-email", default="", metavar="ADDRESS", help="adresse du premier administrateur"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the lists, make the pages and the first account.

        Raises:
            CommandError: when a file or the address is refused.
        """
        if options["admin_email"]:
            _check_address(options["admin_email"])
        try:
            loaded = load_file(options["vocabularies"])
        except VocabularyRefused as refusal:
            raise CommandError(f"Fichier refusé : {refusal}", returncode=2) from None
        self.stdout.write(f"Vocabulaires : {loaded.created} entrées créées, {loaded.kept} gardées.")
        if write_first():
            self.stdout.write("Questionnaire : la première version est publiée.")
        if options["territories"]:
            call_command(
                "import_territories",
                options["territories"],
                region=options["region"],
                verbosity=options["verbosity"],
                stdout=self.stdout,
            )
        create_root_pages(options["site_name"])
        self.stdout.write(f"Pages : le site « {options['site_name']} » a son accueil.")
        if options["admin_email"]:
            self._invite(options["admin_email"])

    def _invite(self, email: str) -> None:
        """Make the first account, and print the link by which its owner signs in, until they did once."""
        user = User.objects.filter(email=email.strip().lower()).first()
        if user is not None and user.last_login is not None:
            self.stdout.write(f"Compte : {user.email} existe déjà.")
            return
        if user is None:
            user = User.objects.create_user(email, None, is_staff=True, is_superuser=True)
        user.groups.add(Group.objects.get(name=StaffRole.ADMINISTRATOR.label))
        minutes = settings.SESAME_MAX_AGE // 60
        self.stdout.write(f"Compte : {user.email}. Se connecter (une fois, {minutes} minutes) :")
        self.stdout.write(f"{settings.WAGTAILADMIN_BASE_URL}{path_for(user)}")


def _check_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"« {email} » n’est pas une adresse électronique.") from None
