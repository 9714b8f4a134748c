"""Registers `connect.panorama` with Django."""

from django.apps import AppConfig


class PanoramaConfig(AppConfig):
    """Application `panorama`."""

    name = "connect.panorama"
    verbose_name = "Panorama"
