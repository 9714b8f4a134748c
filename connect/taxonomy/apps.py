"""Registers `connect.taxonomy` with Django."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Application `taxonomy`."""

    name = "connect.taxonomy"
    verbose_name = "Vocabulaires"
