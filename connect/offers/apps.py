"""Registers `connect.offers` with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OffersConfig(AppConfig):
    """Application `offers`."""

    name = "connect.offers"
    verbose_name = "Offres"

    def ready(self) -> None:
        """Follow the changes of the vocabularies and of the structures; find what speaks of offers.

        Every application's `offers.py` registers how it links to them.
        """
        from connect.offers import following  # noqa: PLC0415  # models are loaded only now

        following.start()
        autodiscover_modules("offers")
