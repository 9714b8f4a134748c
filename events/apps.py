"""Registers the `events` feature with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Application `events`."""

    name = "events"
    verbose_name = "Rencontres"
