"""Who may act for a structure. Every layer above asks here."""

from typing import Any

from connect.memberships.enums import Role
from connect.memberships.models import Membership
from connect.memberships.selectors import Reader, in_networks, networks_of, standing
from connect.structures.models import Structure


def _holds(user: Any, permission: str) -> bool:
    return bool(user and user.is_active and user.has_perm(permission))


def _mine(user: Any, structure: Structure) -> Any:
    return Membership.objects.filter(
        standing(), user_id=user.pk, structure=structure, structure__merged_into__isnull=True
    )


def is_staff(user: Reader) -> bool:
    """Whether the person edits the catalogue for the chamber."""
    return _holds(user, "offers.change_offer")


def is_member(user: Reader, structure: Structure) -> bool:
    """Whether the person belongs to a structure: sees who else does."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(_mine(user, structure).exists())


def may_contribute(user: Reader, structure: Structure) -> bool:
    """Whether the person writes the sheets of a structure: one of its members, or who animates its territory."""
    return is_member(user, structure) or animates(user, structure)


def may_administer(user: Reader, structure: Structure) -> bool:
    """Whether the person decides who belongs to a structure."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return bool(_mine(user, structure).filter(role=Role.ADMINISTRATOR).exists())


def animates(user: Reader, structure: Structure) -> bool:
    """Whether the person animates a local network whose territory holds the structure."""
    networks = networks_of(user)
    return Structure.objects.filter(in_networks(networks), pk=structure.pk).exists()


def may_animate(user: Reader) -> bool:
    """Whether the person animates a local network."""
    return networks_of(user).exists()


def may_check_claims(user: Reader) -> bool:
    """Whether the person checks, for the chamber, who asks to hold a structure."""
    return _holds(user, "offers.validate_offer")


def may_merge(user: Reader) -> bool:
    """Whether the person merges two structures into one."""
    return may_check_claims(user) and _holds(user, "structures.change_structure")
