"""What the ledger of messages knows of the campaigns."""

from collections.abc import Collection

from django.db.models import QuerySet

from connect.notifications.enums import State
from connect.notifications.models import Notice
from connect.outreach.models import Campaign

REMINDER = "relance-annuelle"
SECOND = "relance-rappel"
SILENT = "structures-silencieuses"
LETTER = "lettre-referencement"
NEW_LINK = "lien-toujours-exact"
STOPPED = "La campagne a été arrêtée."


def notices_of(campaigns: Collection[Campaign]) -> QuerySet[Notice]:
    """The messages of campaigns, whatever became of them."""
    return Notice.objects.filter(
        kind__in=(REMINDER, SECOND, LETTER), key__in=[one.key for one in campaigns]
    )


def withdraw(campaign: Campaign) -> int:
    """Take what has not left yet out of the ledger; returns how many messages."""
    waiting = notices_of([campaign]).filter(state=State.WAITING)
    return waiting.update(state=State.DROPPED, reason=STOPPED)
