"""Registers `connect.groups` with Django, and finds the panels of each application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class GroupsConfig(AppConfig):
    """Application `groups`."""

    name = "connect.groups"
    verbose_name = "Groupes"

    def ready(self) -> None:
        """Import every application's `panels.py`, which registers what it shows on the page of a group."""
        autodiscover_modules("panels")
