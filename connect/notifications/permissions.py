"""Who may look at the ledger, and decide of what nobody knows."""

from typing import Any


def may_read_ledger(user: Any) -> bool:
    """Whether the person may see what was sent to whom, for the chamber."""
    return bool(user.is_active and user.has_perm("notifications.view_notice"))


def may_settle(user: Any) -> bool:
    """Whether the person may send again, or hold for sent, what was interrupted."""
    return bool(user.is_active and user.has_perm("notifications.change_notice"))
