"""Asking for a new link: it goes to the address on record and nowhere else; the answer is always the same."""

import datetime

from django.utils import timezone

from connect.accounts.models import User
from connect.common.clock import today
from connect.notifications.services import notify, recipient_of
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.ledger import NEW_LINK
from connect.outreach.models import Target
from connect.outreach.receiving import one_form

# A reminder older than this has been followed by another.
RECENT = datetime.timedelta(days=400)


def targets_of(recipient: str) -> list[Target]:
    """What a receiver of the ledger was asked of late: the last asking of each structure still shown."""
    asked = Target.objects.filter(
        recipient=recipient,
        campaign__kind=CampaignKind.REMINDER,
        sent_at__gte=timezone.now() - RECENT,
        excluded_at__isnull=True,
        structure__is_public=True,
    ).exclude(campaign__state=CampaignState.STOPPED)
    found: dict[int, Target] = {}
    for one in asked.select_related("structure", "campaign").order_by("sent_at", "pk"):
        if one.structure_id is not None:
            found[one.structure_id] = one
    return [found[pk] for pk in sorted(found)]


def ask_again(address: str) -> bool:
    """Have a new link sent to an address, if it is one that was asked; once a day.

    Args:
        address: what was typed, a valid address.

    Returns:
        Whether something will be sent: for tests, never for the visitor.
    """
    typed = one_form(address)
    user = User.objects.filter(email=typed, is_active=True).order_by("pk").first()
    known: list[User | str] = [user, typed] if user is not None else [typed]
    for to in known:
        if targets_of(recipient_of(to)):
            return notify(NEW_LINK, key=f"lien:{today()}", to=to) is not None
    return False
