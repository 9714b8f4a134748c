"""Registers `connect.panorama` with Django, and the indicators it follows."""

from importlib import import_module

from django.apps import AppConfig

MODULES = ("catalogue", "orientation", "visits")


class PanoramaConfig(AppConfig):
    """Application `panorama`."""

    name = "connect.panorama"
    verbose_name = "Panorama"

    def ready(self) -> None:
        """Import the modules that register indicators."""
        for module in MODULES:
            import_module(f"{self.name}.indicators.{module}")
