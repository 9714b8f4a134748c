"""Reads of the ledger."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from connect.notifications.enums import State
from connect.notifications.kinds import all_kinds
from connect.notifications.models import Notice
from connect.notifications.retention import SHOWN

PER_PAGE = 20
# Sending takes seconds: what was claimed this long ago and never confirmed may or may not have left.
UNCERTAIN_AFTER = datetime.timedelta(hours=1)


def visible_to(reader: Any) -> QuerySet[Notice]:
    """The messages of the last 90 days that a person was sent, will be, or would have been."""
    if not reader.is_authenticated:
        return Notice.objects.none()
    since = timezone.now() - SHOWN
    return Notice.objects.filter(Q(due_at__gte=since) | Q(sent_at__gte=since), user_id=reader.pk)


@dataclass(frozen=True)
class Page:
    """A page of messages, the newest first.

    Attributes:
        notices: the messages shown.
        older: what the address of the next page says, empty on the last one.
        is_first: whether nothing newer comes before.
    """

    notices: Sequence[Notice]
    older: str
    is_first: bool


def page_of(reader: Any, before: str) -> Page:
    """The messages of a person that come before a key, in one statement.

    Args:
        reader: the person.
        before: a key as the address of a page says it; what makes no sense shows the first page.
    """
    found = visible_to(reader).order_by("-pk")
    key = int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
    if key is not None:
        found = found.filter(pk__lt=key)
    rows = list(found[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    return Page(shown, str(shown[-1].pk) if len(rows) > PER_PAGE else "", key is None)


def uncertain(now: datetime.datetime | None = None) -> Q:
    """Condition of a message of which nobody knows whether it left."""
    limit = (now or timezone.now()) - UNCERTAIN_AFTER
    return Q(state=State.CLAIMED, claimed_at__lt=limit)


def failed() -> Q:
    """Condition of a message that somebody waited for, that was refused, and that nobody of the team has seen."""
    essential = [kind.code for kind in all_kinds() if kind.essential]
    return Q(state=State.REFUSED, seen_at__isnull=True, kind__in=essential)


def is_uncertain(notice: Notice) -> bool:
    """Whether nobody knows whether a message left."""
    return (
        notice.state == State.CLAIMED
        and notice.claimed_at is not None
        and notice.claimed_at < timezone.now() - UNCERTAIN_AFTER
    )
