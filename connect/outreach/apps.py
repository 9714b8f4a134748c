"""Registers `connect.outreach` with Django."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """Application `outreach`."""

    name = "connect.outreach"
    verbose_name = "Relances"
