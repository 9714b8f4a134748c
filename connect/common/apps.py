"""Registers `connect.common` with Django."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Application `common`."""

    name = "connect.common"
    verbose_name = "Commun"
