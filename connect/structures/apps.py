"""Registers `connect.structures` with Django."""

from django.apps import AppConfig


class StructuresConfig(AppConfig):
    """Application `structures`."""

    name = "connect.structures"
    verbose_name = "Structures"
