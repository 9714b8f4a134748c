"""A reminder that waits for approval, another that is followed, some imported addresses: the campaigns are alive."""

import datetime

from django.db import transaction
from django.utils import timezone

from connect.accounts.enums import StaffRole
from connect.accounts.models import User
from connect.demo.people import address
from connect.notifications.services import recipient_of
from connect.outreach import campaigns
from connect.outreach.enums import CampaignKind, CampaignState, ReplyVerb
from connect.outreach.models import Campaign, Prospect, Reply, Target
from connect.structures.selectors import visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

PAST_DAYS = 70
PAST_SIZE = 12
ADDRESSES = (
    ("Association de quartier", "association-de-quartier@example.org", "Châteaubriant"),
    ("Recyclerie du bourg", "recyclerie-du-bourg@example.org", "Nozay"),
    ("Café associatif", "cafe-associatif@example.org", "Évron"),
    ("Jardin partagé", "jardin-partage@example.org", "Luçon"),
)


@transaction.atomic
def load_outreach() -> None:
    """Write what is missing; what the staff did since stays."""
    editor = User.objects.filter(email=address(StaffRole.EDITOR)).first()
    if not Campaign.objects.exists():
        _past(editor)
    if not Campaign.objects.filter(state=CampaignState.PREPARED).exists():
        campaigns.prepare_reminder()
    for name, mail, commune in ADDRESSES:
        place = Territory.objects.filter(level=Level.COMMUNE, name=commune, in_scope=True)
        found = place.order_by("pk").first()
        if found is not None:
            Prospect.objects.get_or_create(
                address=mail,
                defaults={
                    "name": name,
                    "commune": found,
                    "origin": "Liste inventée pour la démonstration",
                    "imported_by": editor,
                },
            )


def _past(editor: User | None) -> None:
    """A reminder of some weeks ago, with answers of every kind."""
    sent = timezone.now() - datetime.timedelta(days=PAST_DAYS)
    campaign = Campaign.objects.create(
        kind=CampaignKind.REMINDER,
        state=CampaignState.ENDED,
        prepared_at=sent - datetime.timedelta(days=2),
        prepared_by=editor,
        approved_at=sent - datetime.timedelta(days=1),
        approved_by=User.objects.filter(email=address(StaffRole.MODERATOR)).first(),
        ended_at=sent,
    )
    asked = visible_to(None).exclude(email="").order_by("reference")[:PAST_SIZE]
    for number, structure in enumerate(asked):
        told = sent + datetime.timedelta(days=number) if number % 3 else None
        target = Target.objects.create(
            campaign=campaign,
            structure=structure,
            address=structure.email,
            recipient=recipient_of(structure.email),
            due_before=timezone.localdate(sent),
            handed_at=sent,
            sent_at=sent,
            answered_at=told,
            reminded_at=None if told else sent + datetime.timedelta(days=31),
        )
        if told:
            verb = ReplyVerb.EXACT if number % 4 else ReplyVerb.CORRECT
            Reply.objects.create(target=target, verb=verb, replied_at=told)
