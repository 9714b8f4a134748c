"""Registers the `toolbox` feature with Django."""

from django.apps import AppConfig


class ToolboxConfig(AppConfig):
    """Application `toolbox`."""

    name = "toolbox"
    verbose_name = "Boîte à outils"
