"""Registers `connect.offers` with Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Application `offers`."""

    name = "connect.offers"
    verbose_name = "Offres"

    def ready(self) -> None:
        """Follow the changes of the vocabularies and of the structures."""
        from connect.offers import following  # noqa: PLC0415  # models are loaded only now

        following.start()
