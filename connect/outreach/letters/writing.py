"""Letters of a territory: whom they go to, what they say."""

import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.common.sanitising import plain_text
from connect.memberships.models import Membership
from connect.memberships.selectors import networks_of, standing
from connect.notifications.kinds import Mail
from connect.notifications.models import Notice
from connect.notifications.services import recipient_of
from connect.outreach import permissions
from connect.outreach.campaigns import locked
from connect.outreach.choosing import OPEN_STATES
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.letters.prospects import members_among, opposed_among
from connect.outreach.models import Campaign, Paragraph, Prospect, Target
from connect.outreach.receiving import one_form
from connect.structures.models import Structure
from connect.structures.selectors import visible_to as structures_visible_to
from connect.taxonomy.enums import Level
from connect.taxonomy.models import Territory

# Nobody gets a second letter within this time, whatever the territories.
APART = datetime.timedelta(days=365)
LEVELS = (Level.EPCI, Level.DEPARTMENT)
LONGEST = 1200


def prospects_of(territory: Territory) -> QuerySet[Prospect]:
    """The imported addresses of a territory."""
    place = "commune__epci" if territory.level == Level.EPCI else "commune__parent"
    return Prospect.objects.filter(**{place: territory.pk})


def unheld_structures() -> QuerySet[Structure]:
    """Public structures of the catalogue that nobody holds."""
    held = Membership.objects.filter(standing(), structure=OuterRef("pk"))
    return structures_visible_to(None).filter(~Exists(held))


def seated_in(territory: Territory) -> Q:
    """Condition of a structure seated in an intercommunality or a department."""
    if territory.level == Level.EPCI:
        return Q(epci=territory.pk) | Q(commune__epci=territory.pk)
    return Q(department=territory.pk) | Q(commune__parent=territory.pk)


def candidates(territory: Territory) -> list[Target]:
    """Unsaved targets of a letter: structures nobody holds, then imported addresses, each address once."""
    structures = (
        unheld_structures().filter(seated_in(territory)).exclude(email="").order_by("name", "pk")
    )
    found: dict[str, Target] = {}
    for one in structures:
        address = one_form(one.email)
        found.setdefault(address, Target(structure=one, address=address))
    for prospect in prospects_of(territory).order_by("name", "pk"):
        found.setdefault(prospect.address, Target(prospect=prospect, address=prospect.address))
    for address, target in found.items():
        target.recipient = recipient_of(address)
    left_out = opposed_among(list(found)) | members_among(list(found)) | _written(found)
    return [target for address, target in found.items() if address not in left_out]


def _written(found: dict[str, Target]) -> set[str]:
    """Addresses that had, or are about to have, a letter within a year."""
    since = timezone.now() - APART
    recent = Q(campaign__state__in=OPEN_STATES, excluded_at__isnull=True) | Q(sent_at__gte=since)
    stands = {target.recipient: address for address, target in found.items()}
    rows = Target.objects.filter(recent, campaign__kind=CampaignKind.LETTER, recipient__in=stands)
    return {stands[one] for one in rows.order_by().values_list("recipient", flat=True)}


def paragraph_for(territory: Territory) -> str:
    """What a local network proposed for this territory, or for the department that holds it."""
    asked = [territory.pk, territory.parent_id]
    found = {one.territory_id: one.text for one in Paragraph.objects.filter(territory__in=asked)}
    return found.get(territory.pk) or found.get(territory.parent_id or 0) or ""


@transaction.atomic
def prepare_letter(territory: Territory, *, by: AbstractBaseUser) -> Campaign:
    """Prepare the letter of a territory; one that already waits is found again.

    Args:
        territory: an intercommunality or a department.
        by: who prepares.

    Raises:
        PermissionDenied: when the person may not prepare letters.
        ValidationError: when nobody would receive it, or the territory is neither.
    """
    if not permissions.may_prepare(by):
        raise PermissionDenied
    if territory.level not in LEVELS:
        raise ValidationError("Choisissez une intercommunalité ou un département.")
    waiting = {"kind": CampaignKind.LETTER, "state": CampaignState.PREPARED, "territory": territory}
    standing_one = Campaign.objects.filter(**waiting).order_by("pk").first()
    if standing_one is not None:
        return standing_one
    targets = candidates(territory)
    if not targets:
        raise ValidationError(
            f"Personne à qui écrire dans ce territoire ({territory.name}) : aucune adresse importée, ou toutes ont déjà"
            " reçu la lettre cette année."
        )
    words = paragraph_for(territory)
    campaign, created = Campaign.objects.get_or_create(
        **waiting, defaults={"prepared_by": by if isinstance(by, User) else None, "words": words}
    )
    if created:
        held = locked(campaign.pk)
        for target in targets:
            target.campaign = held
        Target.objects.bulk_create(targets, batch_size=400)
    return campaign


def standing_letter(target: Target) -> bool:
    """Whether a letter still has its place: the address was not erased, and nobody holds the structure."""
    if target.prospect_id is not None:
        return not members_among([target.address])
    if target.structure_id is None:
        return False
    structure = unheld_structures().filter(pk=target.structure_id).order_by("pk").first()
    return structure is not None and one_form(structure.email) == target.address


def letter_mail(target: Target) -> Mail:
    """The letter to one receiver.

    Args:
        target: read with its campaign, the campaign's territory, its structure and its prospect.
    """
    territory, prospect = target.campaign.territory, target.prospect
    where = territory.name if territory else ""
    return Mail(
        subject=f"Faites connaître ce que vous proposez : {where}",
        template="outreach/mails/letter",
        context={
            "name": target.name,
            "where": where,
            "words": target.campaign.words,
            "structure": target.structure,
            "page_url": settings.WAGTAILADMIN_BASE_URL + target.structure.get_absolute_url()
            if target.structure
            else "",
            "origin": prospect.origin if prospect else "",
            "imported_on": timezone.localdate(prospect.imported_at) if prospect else None,
            "join_url": settings.WAGTAILADMIN_BASE_URL + "/compte/structures/",
        },
    )


def compose_letter(notice: Notice) -> Mail | None:
    """The letter of one receiver; `None` once it has no place any more or the campaign stopped."""
    number = notice.key.partition(":")[2]
    rows = Target.objects.filter(
        campaign=int(number) if number.isdigit() else 0,
        campaign__kind=CampaignKind.LETTER,
        campaign__state__in=(CampaignState.APPROVED, CampaignState.SENDING, CampaignState.ENDED),
        recipient=notice.recipient,
        excluded_at__isnull=True,
    )
    joined = rows.select_related("campaign__territory", "structure", "prospect")
    target = joined.order_by("pk").first()
    if target is None or not standing_letter(target):
        return None
    return letter_mail(target)


def propose_paragraph(territory: Territory, text: str, *, by: User) -> None:
    """Keep what an animator proposes to say in the letter of their territory; staff amend it before anything leaves.

    Raises:
        PermissionDenied: when they do not animate this territory.
        ValidationError: when the text is too long.
    """
    if not networks_of(by).filter(territory=territory).exists():
        raise PermissionDenied
    said = plain_text(text)
    if len(said) > LONGEST:
        raise ValidationError(f"Votre texte a {len(said)} caractères ; {LONGEST} au plus.")
    if not said:
        Paragraph.objects.filter(territory=territory).delete()
        return
    Paragraph.objects.update_or_create(
        territory=territory,
        defaults={"text": said, "proposed_by": by, "proposed_at": timezone.now()},
    )
