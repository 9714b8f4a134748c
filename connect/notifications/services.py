"""Verbs of the ledger."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from connect.accounts.models import User
from connect.notifications.enums import State
from connect.notifications.kinds import Kind, kind_of
from connect.notifications.models import Notice

_SALT = "connect.notifications.recipient"
_LONGEST_ADDRESS = 254
# Rows written by one statement.
_AT_ONCE = 400
_NUDGED = "notifications-nudged"
WITHDRAWN = "il n’avait plus lieu d’être"
FORGOTTEN = "l’adresse a été effacée"


def recipient_of(to: User | str) -> str:
    """What stands for a recipient in the ledger: an account, or the keyed digest of an address."""
    if isinstance(to, User):
        return f"user:{to.pk}"
    return salted_hmac(_SALT, to.strip().lower(), algorithm="sha256").hexdigest()[:64]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message of a bulk writing.

    Attributes:
        key: what it is about.
        to: a person, or an address of somebody without account.
        payload: plain values that `compose` cannot read from the tables any more.
        due_at: not before; now by default.
    """

    key: str
    to: User | str
    payload: Mapping[str, Any] = field(default_factory=dict)
    due_at: datetime.datetime | None = None


def _kind(code: str) -> Kind:
    kind = kind_of(code)
    if kind is None:
        raise LookupError(f"The kind « {code} » is not registered.")
    return kind


def _row(kind: Kind, letter: Letter) -> Notice:
    due = letter.due_at or timezone.now()
    account = letter.to if isinstance(letter.to, User) else None
    address = "" if isinstance(letter.to, User) else letter.to.strip()
    if account is None:
        validate_email(address)
        MaxLengthValidator(_LONGEST_ADDRESS)(address)
    return Notice(
        kind=kind.code,
        key=letter.key,
        recipient=recipient_of(letter.to),
        user=account,
        address=address,
        payload=dict(letter.payload),
        due_at=due,
        expires_at=due + kind.lifetime,
    )


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
    row = _row(_kind(code), Letter(key=key, to=to, payload=payload or {}, due_at=due_at))
    # A second writer of the same row waits for the first, and finds it there.
    notice, created = Notice.objects.get_or_create(
        kind=row.kind,
        key=row.key,
        recipient=row.recipient,
        defaults={
            name: getattr(row, name)
            for name in ("user", "address", "payload", "due_at", "expires_at")
        },
    )
    if not created:
        return None
    _nudge(row.due_at)
    return notice


def notify_many(code: str, letters: Iterable[Letter]) -> int:
    """Write many messages of one kind, one statement for every 400, in the caller's transaction.

    What is already there is left as it is, as with `notify`.

    Returns:
        How many were handed in, those already there included.

    Raises:
        LookupError: when the kind is not registered.
        ValidationError: when an address is not one; nothing of its 400 is written.
    """
    kind = _kind(code)
    rows = iter(letters)
    written = 0
    while batch := [_row(kind, letter) for letter in islice(rows, _AT_ONCE)]:
        # In one order, so that two writers of the same rows never wait for each other in a circle.
        batch.sort(key=lambda row: (row.key, row.recipient))
        Notice.objects.bulk_create(batch, ignore_conflicts=True)
        written += len(batch)
        _nudge(min(row.due_at for row in batch))
    return written


def withdraw(code: str, key: str, *, to: User | str | None = None) -> int:
    """Drop what was not sent yet about a thing.

    Args:
        code: the kind.
        key: what it is about.
        to: one recipient only, everybody by default.

    Returns:
        How many will not leave. One that is being sent, or was, is not among them.
    """
    rows = Notice.objects.filter(kind=code, key=key, state=State.WAITING)
    if to is not None:
        rows = rows.filter(recipient=recipient_of(to))
    return rows.update(state=State.DROPPED, reason=WITHDRAWN)


def forget(code: str, keys: Collection[str]) -> None:
    """Erase the addresses and contents of rows without account; what still waits does not leave.

    Args:
        code: the kind.
        keys: what they are about.
    """
    _part(Notice.objects.filter(kind=code, key__in=keys, user__isnull=True))


def forget_addresses(addresses: Collection[str], *, code: str = "") -> None:
    """Erase addresses without account from the ledger; what still waits for them does not leave.

    Args:
        addresses: in any case.
        code: one kind only; every kind by default.
    """
    digests = [recipient_of(address) for address in addresses]
    rows = Notice.objects.filter(user__isnull=True, recipient__in=digests)
    _part(rows.filter(kind=code) if code else rows)


def _part(rows: QuerySet[Notice]) -> None:
    rows.filter(state=State.WAITING).update(state=State.DROPPED, reason=FORGOTTEN)
    rows.update(address="", payload={}, subject="")


def _nudge(due: datetime.datetime) -> None:
    """Have the sweep begin soon after the caller's transaction; the clock would do it anyway."""
    if due <= timezone.now():
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    from connect.notifications.tasks import send_due  # noqa: PLC0415  # the job calls the sweep, which calls this module

    # Once a second: the sweep that begins in a second takes whatever is written until then.
    if cache.add(_NUDGED, True, timeout=1):
        send_due.apply_async(countdown=1, expires=30, retry=False)
