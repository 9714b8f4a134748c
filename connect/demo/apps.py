"""Registers `connect.demo` with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Application `demo`."""

    name = "connect.demo"
    verbose_name = "Démonstration"
