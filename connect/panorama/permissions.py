"""Who may see the indicators and edit the dates they are compared with."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin


def may_see_indicators(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the person belongs to the team, whatever their role."""
    return (
        isinstance(user, PermissionsMixin)
        and user.is_active
        and user.has_perm("wagtailadmin.access_admin")
    )


def may_edit_milestones(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the person may name the dates that everybody compares with."""
    return (
        isinstance(user, PermissionsMixin)
        and user.is_active
        and user.has_perm("panorama.change_milestone")
    )
