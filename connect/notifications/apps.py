"""Registers `connect.notifications` with Django and finds the kinds of each application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """Application `notifications`."""

    name = "connect.notifications"
    verbose_name = "Messages"

    def ready(self) -> None:
        """Import every application's `notifications.py`, which registers its kinds."""
        autodiscover_modules("notifications")
