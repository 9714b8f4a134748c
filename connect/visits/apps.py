"""Registers `connect.visits` with Django."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Application `visits`."""

    name = "connect.visits"
    verbose_name = "Visites"
