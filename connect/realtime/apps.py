"""Registers `connect.realtime` with Django."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Application `realtime`."""

    name = "connect.realtime"
    verbose_name = "Direct"
