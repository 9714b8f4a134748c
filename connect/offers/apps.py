"""Registers `connect.offers` with Django."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Application `offers`."""

    name = "connect.offers"
    verbose_name = "Offres"
