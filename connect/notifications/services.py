"""Verbs of the ledger."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.validators import validate_email
from django.utils import timezone
from django.utils.crypto import salted_hmac

from connect.accounts.models import User
from connect.notifications.kinds import kind_of
from connect.notifications.models import Notice

_SALT = "connect.notifications.recipient"


def recipient_of(to: User | str) -> str:
    """What stands for a recipient in the ledger: an account, or the keyed digest of an address."""
    if isinstance(to, User):
        return f"user:{to.pk}"
    return salted_hmac(_SALT, to.strip().lower(), algorithm="sha256").hexdigest()[:64]


def notify(
    code: str,
    *,
    key: str,
    to: User | str,
    payload: Mapping[str, Any] | None = None,
    due_at: datetime.datetime | None = None,
) -> Notice | None:
    """Write a message in the ledger, in the caller's transaction; it is sent later, once.

    Args:
        code: a registered kind.
        key: what the message is about, such as `proposal:12`; the same kind, key and recipient are told once.
        to: a person, or an address of somebody without account.
        payload: plain values that `compose` cannot read from the tables any more.
        due_at: not before; now by default.

    Returns:
        The row, `None` when it was already there.

    Raises:
        LookupError: when the kind is not registered.
        ValidationError: when the address is not one.
    """
    kind = kind_of(code)
    if kind is None:
        raise LookupError(f"The kind « {code} » is not registered.")
    if isinstance(to, str):
        validate_email(to)
    due = due_at or timezone.now()
    notice, created = Notice.objects.get_or_create(
        kind=code,
        key=key,
        recipient=recipient_of(to),
        defaults={
            "user": to if isinstance(to, User) else None,
            "address": "" if isinstance(to, User) else to.strip(),
            "payload": dict(payload or {}),
            "due_at": due,
            "expires_at": due + kind.lifetime,
        },
    )
    return notice if created else None
