"""Registers `connect.memberships` with Django."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Application `memberships`."""

    name = "connect.memberships"
    verbose_name = "Rattachements"

    def ready(self) -> None:
        """Follow the merges of structures."""
        from connect.memberships import following  # noqa: PLC0415  # models are ready only now

        following.start()
