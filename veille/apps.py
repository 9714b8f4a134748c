"""Registers the `veille` feature with Django."""

from django.apps import AppConfig


class VeilleConfig(AppConfig):
    """Application `veille`."""

    name = "veille"
    verbose_name = "Veille mutualisée"
