"""Who may do what to accounts that are not theirs."""

from typing import Any

from connect.accounts.models import User


def may_reset_second_factor(by: Any, user: User) -> bool:
    """Whether a person may take out the second factor of another, who lost their telephone.

    Never one's own, nor that of somebody above oneself: a stolen session must not rise.
    """
    if not by.is_active or by.pk == user.pk or not by.has_perm("accounts.change_user"):
        return False
    return bool(by.is_superuser or not user.is_superuser)
