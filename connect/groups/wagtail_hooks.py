"""Puts groups into the management pages."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from connect.common.staff.policies import KeptPolicy
from connect.groups.models import Group
from connect.groups.staff.viewsets import GroupViewSet

register_permission_policy(Group, KeptPolicy(Group))


@hooks.register("register_admin_viewset")
def register_groups() -> Any:
    """« Groupes »; a group is archived, never deleted."""
    return GroupViewSet()
