"""Registers `connect.orientation` with Django."""

from django.apps import AppConfig


class OrientationConfig(AppConfig):
    """Application `orientation`."""

    name = "connect.orientation"
    verbose_name = "Orientation"
