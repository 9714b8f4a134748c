"""What the ledger forgets, and when."""

import datetime

from django.db.models import Q
from django.utils import timezone

from connect.notifications.enums import State
from connect.notifications.models import Notice

# « Mes mails » shows this long; after it, nobody needs to know what was said to whom.
SHOWN = datetime.timedelta(days=90)
# The row itself keeps the same thing from being told again; a yearly letter comes back after 365 days.
KEPT = datetime.timedelta(days=400)


def forget_old() -> int:
    """Erase addresses of persons without account, subjects and contents after 90 days, rows after 400.

    What still waits, and what a person must decide of, is left alone until its window ends.

    Returns:
        How many rows changed or went.
    """
    now = timezone.now()
    # The day it was sent, or the day from which it would have been.
    ended = Q(sent_at__lt=now - SHOWN) | Q(sent_at__isnull=True, due_at__lt=now - SHOWN)
    over = Notice.objects.exclude(state=State.WAITING).filter(ended)
    blanked = over.exclude(address="", payload={}, subject="").update(
        address="", payload={}, subject=""
    )
    gone = Notice.objects.exclude(state=State.WAITING).filter(created_at__lt=now - KEPT).delete()[0]
    return blanked + gone
