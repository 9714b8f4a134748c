"""Who may do what to an offer in the management pages."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin

from connect.offers.enums import Status


def _holds(user: AbstractBaseUser | AnonymousUser, permission: str) -> bool:
    return isinstance(user, PermissionsMixin) and user.is_active and user.has_perm(permission)


def may_edit(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the person may write offers."""
    return _holds(user, "offers.change_offer")


def may_edit_structures(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the person may write structures."""
    return _holds(user, "structures.change_structure")


def may_set_status(user: AbstractBaseUser | AnonymousUser, status: str) -> bool:
    """Whether the person may bring an offer to this state: showing, hiding and archiving are validation."""
    if status in {Status.DRAFT, Status.TO_VALIDATE}:
        return may_edit(user)
    return _holds(user, "offers.validate_offer")
