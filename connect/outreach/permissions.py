"""Who may prepare mails to structures, and who may let them leave."""

from typing import Any

from connect.memberships.selectors import networks_of


def _holds(user: Any, permission: str) -> bool:
    return bool(user and user.is_active and user.has_perm(permission))


def may_prepare(user: Any) -> bool:
    """Whether the person prepares campaigns and reads whom they ask: whoever writes the catalogue."""
    return _holds(user, "offers.change_offer")


def may_approve(user: Any) -> bool:
    """Whether the person lets a campaign leave, or stops it: whoever decides what the public sees."""
    return _holds(user, "offers.validate_offer")


def animates_a_network(user: Any) -> bool:
    """Whether the person animates a local network, and so follows the silent structures of its territory."""
    return bool(user and user.is_active) and networks_of(user).exists()
