"""Registers `connect.contributions` with Django."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """Application `contributions`."""

    name = "connect.contributions"
    verbose_name = "Contributions"

    def ready(self) -> None:
        """Follow the structures that merge."""
        from connect.contributions import following  # noqa: PLC0415  # models are loaded only now

        following.start()
