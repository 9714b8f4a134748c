"""Registers `connect.coedit` with Django, and finds the kinds of document of each application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoeditConfig(AppConfig):
    """Application `coedit`."""

    name = "connect.coedit"
    verbose_name = "Écriture à plusieurs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import every application's `documents.py`, which registers its kinds."""
        autodiscover_modules("documents")
