"""A migration that gives rights goes through where a group of the staff was renamed or deleted."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from connect.accounts.enums import StaffRole

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def test_rights_are_given_though_a_group_is_missing() -> None:
    givers = [
        path
        for path in sorted(ROOT.glob("connect/*/migrations/*_staff_*.py"))
        # The first one makes the groups.
        if path.parts[-3] != "accounts"
    ]
    assert len(givers) >= 7
    for path in givers:
        Group.objects.all().delete()
        import_module(f"connect.{path.parts[-3]}.migrations.{path.stem}").grant(apps, None)

        made = Group.objects.filter(permissions__isnull=False)
        names = set(made.values_list("name", flat=True))
        assert StaffRole.ADMINISTRATOR.label in names, path
