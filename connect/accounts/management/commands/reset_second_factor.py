"""`manage.py reset_second_factor`: for the day nobody of the staff can come in."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from connect.accounts.models import User
from connect.accounts.services import reset_second_factor


class Command(BaseCommand):
    """Takes out the second factor of one account; its person enrols again at the next sign-in."""

    help = "Retire la vérification en deux étapes d’un compte dont le téléphone est perdu."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the address."""
        parser.add_argument("address", metavar="ADDRESS", help="adresse du compte")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it out.

        Raises:
            CommandError: when no account has the address.
        """
        user = User.objects.filter(email=options["address"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Aucun compte n’a l’adresse «\u00a0{options['address']}\u00a0».")
        if reset_second_factor(user, by=None):
            self.stdout.write(f"{user.email} : les deux étapes sont à remettre en place.")
        else:
            self.stdout.write(f"{user.email} n’avait pas de deuxième étape.")
