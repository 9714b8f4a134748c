"""Registers `connect.home` with Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Application `home`."""

    name = "connect.home"
    verbose_name = "Pages"
