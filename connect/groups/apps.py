"""Registers `connect.groups` with Django."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Application `groups`."""

    name = "connect.groups"
    verbose_name = "Groupes"
