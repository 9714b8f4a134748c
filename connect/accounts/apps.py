"""Registers `connect.accounts` with Django and finds the sections and holdings of each application."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    """Application `accounts`."""

    name = "connect.accounts"
    verbose_name = "Comptes"

    def ready(self) -> None:
        """Import every application's `account.py` and `privacy.py`, which register theirs; note sign-ins."""
        from connect.accounts import kept  # noqa: F401, PLC0415  # registers; models are ready only now
        from connect.accounts.sessions import note_sign_in, tell_sign_out  # noqa: PLC0415  # likewise

        user_logged_in.connect(note_sign_in, dispatch_uid="connect.accounts.sessions")
        user_logged_out.connect(tell_sign_out, dispatch_uid="connect.accounts.sessions")
        autodiscover_modules("account", "privacy")
