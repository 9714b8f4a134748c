"""Registers `connect.memberships` with Django."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Application `memberships`."""

    name = "connect.memberships"
    verbose_name = "Rattachements"
