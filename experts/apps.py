"""Registers the `experts` feature with Django."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """Application `experts`."""

    name = "experts"
    verbose_name = "Annuaire des experts"
