"""Registers the `newsletter` feature with Django."""

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """Application `newsletter`."""

    name = "newsletter"
    verbose_name = "Lettre d’information"
