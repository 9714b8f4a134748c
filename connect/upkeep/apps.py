"""Registers `connect.upkeep` with Django and finds what each application hands to a person."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UpkeepConfig(AppConfig):
    """Application `upkeep`."""

    name = "connect.upkeep"
    verbose_name = "Entretien"

    def ready(self) -> None:
        """Import every application's `duties.py`, which registers its sources."""
        autodiscover_modules("duties")
