"""Registers `connect.links` with Django and finds which addresses the features show."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LinksConfig(AppConfig):
    """Application `links`."""

    name = "connect.links"
    verbose_name = "Liens"

    def ready(self) -> None:
        """Import every application's `outlinks.py`, which registers its sources."""
        autodiscover_modules("outlinks")
