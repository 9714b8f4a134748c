"""Verbs of the campaigns: prepare, exclude, approve, stop. Nothing leaves before a person approved."""

from collections.abc import Collection

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.common.sanitising import plain_text
from connect.outreach import permissions
from connect.outreach.choosing import OPEN_STATES, due_structures
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.ledger import withdraw
from connect.outreach.models import Campaign, ExactLink, Target
from connect.outreach.receiving import NOBODY, Receiver, receivers


class CampaignMoved(Exception):
    """Raised when a campaign is no longer in the state that the act supposes: somebody else acted first."""


def locked(pk: int) -> Campaign:
    """The campaign, held until the end of the transaction.

    Raises:
        CampaignMoved: when it no longer exists.
    """
    found = Campaign.objects.select_for_update(of=("self",)).filter(pk=pk).order_by("pk").first()
    if found is None:
        raise CampaignMoved
    return found


def prepare_reminder(*, by: AbstractBaseUser | None = None) -> Campaign | None:
    """Prepare the reminder of the structures that are due; one that already waits is brought up to date.

    Args:
        by: who prepares, `None` for the monthly job.

    Returns:
        The campaign; `None` when nobody is due and none was waiting.

    Raises:
        PermissionDenied: when the person may not prepare campaigns.
    """
    if by is not None and not permissions.may_prepare(by):
        raise PermissionDenied
    with transaction.atomic():
        waiting = Campaign.objects.filter(kind=CampaignKind.REMINDER, state=CampaignState.PREPARED)
        if not waiting.exists() and not due_structures():
            return None
        # The database keeps one such campaign: of two persons at once, the second finds the first one's.
        campaign, _ = Campaign.objects.get_or_create(
            kind=CampaignKind.REMINDER,
            state=CampaignState.PREPARED,
            defaults={"prepared_by": _person(by)},
        )
        held = locked(campaign.pk)
        if held.state == CampaignState.PREPARED:
            _fill_reminder(held)
        return held


def _person(by: AbstractBaseUser | None) -> User | None:
    return by if isinstance(by, User) else None


def _fill_reminder(campaign: Campaign) -> None:
    """Put in what became due, take out what no longer is; what was excluded stays so."""
    # Its own targets are not a reason to leave a structure out.
    kept = list(campaign.targets.filter(excluded_at__isnull=False).order_by("pk"))
    campaign.targets.filter(excluded_at__isnull=True).delete()
    left_out = {one.structure_id for one in kept}
    due = [one for one in due_structures() if one.structure not in left_out]
    who = receivers([one.structure for one in due])
    Target.objects.bulk_create(
        _addressed(
            Target(campaign=campaign, structure_id=one.structure, due_before=one.before),
            who.get(one.structure, NOBODY),
        )
        for one in due
    )


def _addressed(target: Target, receiver: Receiver) -> Target:
    target.user, target.address = receiver.user, receiver.address
    target.recipient = receiver.recipient
    return target


def refresh_receivers(targets: Collection[Target]) -> None:
    """Read again who receives for structures, before anything leaves."""
    of_structures = [one for one in targets if one.structure_id is not None]
    who = receivers([one.structure_id for one in of_structures if one.structure_id])
    for target in of_structures:
        _addressed(target, who.get(target.structure_id or 0, NOBODY))
    Target.objects.bulk_update(of_structures, ["user", "address", "recipient"], batch_size=200)


@transaction.atomic
def set_excluded(
    campaign: Campaign, targets: Collection[int], excluded: bool, *, by: AbstractBaseUser
) -> int:
    """Leave structures out of a campaign, or put them back; what has already left stays.

    Returns:
        How many changed.

    Raises:
        PermissionDenied: when the person may not prepare campaigns.
        CampaignMoved: when the campaign is over.
    """
    if not permissions.may_prepare(by):
        raise PermissionDenied
    if locked(campaign.pk).state not in OPEN_STATES:
        raise CampaignMoved
    chosen = Target.objects.filter(
        campaign=campaign, pk__in=targets, handed_at__isnull=True, excluded_at__isnull=excluded
    )
    return chosen.update(excluded_at=timezone.now() if excluded else None)


@transaction.atomic
def settle_words(
    campaign: Campaign,
    *,
    by: AbstractBaseUser,
    words: str,
    hourly_cap: int,
    asks_twice: bool = False,
) -> None:
    """Keep what staff chose before a campaign leaves.

    Args:
        campaign: one that is prepared.
        by: who chooses.
        words: added to every mail, plain text.
        hourly_cap: how many mails leave in an hour, at most.
        asks_twice: whether silent structures are reminded once more after 30 days.

    Raises:
        PermissionDenied: when the person may not prepare campaigns.
        CampaignMoved: when it was approved or stopped meanwhile.
        ValidationError: when a value is out of bounds.
    """
    if not permissions.may_prepare(by):
        raise PermissionDenied
    held = locked(campaign.pk)
    if held.state != CampaignState.PREPARED:
        raise CampaignMoved
    held.words, held.hourly_cap, held.asks_twice = plain_text(words), hourly_cap, asks_twice
    held.clean_fields()
    held.save(update_fields=["words", "hourly_cap", "asks_twice"])


@transaction.atomic
def approve(campaign: Campaign, *, by: AbstractBaseUser) -> Campaign:
    """Let a campaign leave; who approved is kept with the day.

    Args:
        campaign: one that is prepared.
        by: who approves.

    Raises:
        PermissionDenied: when the person may not approve.
        CampaignMoved: when it is no longer waiting for it.
        ValidationError: when nobody would receive anything.
    """
    if not permissions.may_approve(by):
        raise PermissionDenied
    held = locked(campaign.pk)
    if held.state != CampaignState.PREPARED:
        raise CampaignMoved
    targets = list(held.targets.filter(excluded_at__isnull=True).order_by("pk"))
    refresh_receivers(targets)
    if not any(one.recipient for one in targets):
        raise ValidationError("Aucun destinataire n’a d’adresse : rien ne partirait.")
    held.state = CampaignState.APPROVED
    held.approved_at, held.approved_by = timezone.now(), _person(by)
    held.save()
    return held


@transaction.atomic
def stop(campaign: Campaign, *, by: AbstractBaseUser) -> int:
    """Stop a campaign: what has not left is withdrawn from the ledger.

    Returns:
        How many mails were withdrawn.

    Raises:
        PermissionDenied: when the person may not decide this.
        CampaignMoved: when it is already over.
    """
    if not permissions.may_approve(by):
        raise PermissionDenied
    held = locked(campaign.pk)
    ended_and_asking = held.state == CampaignState.ENDED and held.asks_twice
    if held.state not in OPEN_STATES and not ended_and_asking:
        raise CampaignMoved
    held.state = CampaignState.STOPPED
    held.stopped_at, held.stopped_by = timezone.now(), _person(by)
    held.save()
    withdrawn = withdraw(held)
    # Links of mails that will never leave are of no use to anybody.
    unsent = ExactLink.objects.filter(target__campaign=held, target__sent_at__isnull=True)
    unsent.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
    return withdrawn
