"""What the ledger of messages knows of the campaigns."""

from django.db.models import QuerySet

from connect.notifications import services
from connect.notifications.models import Notice
from connect.outreach.models import Campaign

REMINDER = "relance-annuelle"
SECOND = "relance-rappel"
SILENT = "structures-silencieuses"
LETTER = "lettre-referencement"
NEW_LINK = "lien-toujours-exact"
OF_CAMPAIGNS = (REMINDER, SECOND, LETTER)


def notices_of(campaign: Campaign) -> QuerySet[Notice]:
    """The messages of a campaign, whatever became of them."""
    return Notice.objects.filter(kind__in=OF_CAMPAIGNS, key=campaign.key)


def withdraw(campaign: Campaign) -> int:
    """Take what has not left yet out of the ledger; returns how many messages."""
    return sum(services.withdraw(code, campaign.key) for code in OF_CAMPAIGNS)
