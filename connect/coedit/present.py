"""Which pages are open on a document now, for those who are not on the bus."""

import datetime
import uuid

from django.db.models import QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.coedit.models import CoeditDocument, CoeditPresence

# A socket is seen at least every minute, a page in slow mode every fifteen seconds.
AWAY = datetime.timedelta(seconds=150)


def see(key: uuid.UUID, document: CoeditDocument, user: User, *, writes: bool, slow: bool) -> None:
    """Note that a page is open.

    Args:
        key: names the page.
        document: on which.
        user: whose page.
        writes: whether the person may write.
        slow: whether it speaks by plain requests.
    """
    CoeditPresence.objects.update_or_create(
        key=key,
        defaults={
            "document": document,
            "user": user,
            "writes": writes,
            "slow": slow,
            "seen_at": timezone.now(),
        },
    )


def leave(key: uuid.UUID) -> None:
    """Note that a page is closed."""
    CoeditPresence.objects.filter(key=key).delete()


def present(document: CoeditDocument) -> QuerySet[CoeditPresence]:
    """The pages open on a document, the longest there first."""
    since = timezone.now() - AWAY
    found = CoeditPresence.objects.filter(document=document, seen_at__gte=since)
    return found.select_related("user").order_by("pk")


def forget_gone() -> None:
    """Delete the pages that closed without a word."""
    CoeditPresence.objects.filter(seen_at__lt=timezone.now() - 2 * AWAY).delete()
