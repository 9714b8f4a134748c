"""Registers `connect.accounts` with Django and finds the sections and holdings of each application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """Application `accounts`."""

    name = "connect.accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Import every application's `account.py` and `privacy.py`, which register theirs."""
        autodiscover_modules("account", "privacy")
