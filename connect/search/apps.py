"""Registers `connect.search` with Django and finds what the features index."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """Application `search`."""

    name = "connect.search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        """Import every application's `search.py`, which registers its sources."""
        autodiscover_modules("search")
