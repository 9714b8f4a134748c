"""Registers the `forum` feature with Django."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Application `forum`."""

    name = "forum"
    verbose_name = "Forum"
