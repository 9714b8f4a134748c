"""Registers `connect.contributions` with Django."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Application `contributions`."""

    name = "connect.contributions"
    verbose_name = "Contributions"
