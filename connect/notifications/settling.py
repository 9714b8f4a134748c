"""What a person of the team decides of messages that were interrupted or refused."""

import datetime
from typing import Any

from django.db.models.functions import Greatest
from django.utils import timezone

from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.notifications.selectors import failed, uncertain

# What is sent again by hand stays worth sending this long.
SENT_AGAIN_WITHIN = datetime.timedelta(days=3)


def send_again(pk: int) -> bool:
    """Put an interrupted or refused message back among those that wait.

    Returns:
        Whether it still stood; two persons who press at once send it once.
    """
    now = timezone.now()
    rows = Notice.objects.filter(uncertain(now) | failed(), pk=pk)
    changes: dict[str, Any] = {
        "state": State.WAITING,
        "claimed_at": None,
        "due_at": now,
        "attempts": 0,
        "reason": "",
    }
    return bool(rows.update(expires_at=Greatest("expires_at", now + SENT_AGAIN_WITHIN), **changes))


def hold_for_sent(pk: int) -> bool:
    """Take an interrupted message for one that left, at the hour it was handed over.

    Returns:
        Whether it still stood.
    """
    for notice in Notice.objects.filter(uncertain(), pk=pk).order_by("pk"):
        mine = Notice.objects.filter(pk=pk, state=State.CLAIMED, claimed_at=notice.claimed_at)
        done: dict[str, Any] = {
            "state": State.SENT,
            "sent_at": notice.claimed_at,
            "reason": "",
            "payload": {},
        }
        return bool(mine.update(**done))
    return False


def mark_seen(pk: int) -> bool:
    """Note that a person saw that a message was refused; nothing is sent.

    Returns:
        Whether it still stood.
    """
    return bool(Notice.objects.filter(failed(), pk=pk).update(seen_at=timezone.now()))
