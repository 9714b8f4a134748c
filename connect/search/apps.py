"""Registers `connect.search` with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Application `search`."""

    name = "connect.search"
    verbose_name = "Recherche"
