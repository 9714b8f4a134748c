"""Registers `connect.runtime` with Django."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """Application `runtime`."""

    name = "connect.runtime"
    verbose_name = "Fonctionnement"
