"""Registers `connect.accounts` with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Application `accounts`."""

    name = "connect.accounts"
    verbose_name = "Comptes"
