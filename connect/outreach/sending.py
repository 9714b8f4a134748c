"""Hands approved campaigns to the ledger little by little, and learns from it what left."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from connect.notifications.enums import State
from connect.notifications.services import notify
from connect.outreach.campaigns import locked
from connect.outreach.choosing import oldest_verifications
from connect.outreach.enums import CampaignKind, CampaignState
from connect.outreach.ledger import LETTER, REMINDER, SECOND, notices_of
from connect.outreach.links import make_links
from connect.outreach.models import Campaign, Target

HOUR = datetime.timedelta(hours=1)
# Silence after the first mail before the second, and before the local network is asked.
SILENT_BEFORE_SECOND = datetime.timedelta(days=30)
SILENT_BEFORE_NETWORK = datetime.timedelta(days=60)
LEAVING = (CampaignState.APPROVED, CampaignState.SENDING)
GONE_STATES = (State.DROPPED, State.REFUSED)
LEARNT = 500
WRONG_ADDRESS = "L’adresse n’en est pas une."
ACCOUNT_GONE = "Le compte a été supprimé."


def hand_over() -> int:
    """Hand to the ledger what may leave within this hour, campaign by campaign.

    Returns:
        How many mails were handed over.
    """
    pks = list(
        Campaign.objects.filter(state__in=LEAVING).order_by("approved_at", "pk").values_list("pk", flat=True)
    )  # fmt: skip
    return sum(_hand_over_one(pk) for pk in pks)


@transaction.atomic
def _hand_over_one(pk: int) -> int:
    campaign = locked(pk)
    if campaign.state not in LEAVING:
        return 0
    waiting = campaign.targets.filter(excluded_at__isnull=True, handed_at__isnull=True).exclude(
        recipient=""
    )
    groups = _by_receiver(waiting.select_related("user").order_by("pk"))
    room = _room(campaign)
    code = REMINDER if campaign.kind == CampaignKind.REMINDER else LETTER
    for targets in groups[:room]:
        mine = Target.objects.filter(pk__in=[one.pk for one in targets])
        mine.update(handed_at=timezone.now())
        try:
            _notify(code, campaign, targets)
        except ValidationError:
            # An address that is none must not hold back the others.
            mine.update(undelivered=WRONG_ADDRESS)
            continue
        if campaign.kind == CampaignKind.REMINDER:
            make_links(targets)
        _settle_older(targets)
    if groups[:room] and campaign.state == CampaignState.APPROVED:
        Campaign.objects.filter(pk=pk).update(state=CampaignState.SENDING)
    return len(groups[:room])


def _settle_older(targets: list[Target]) -> None:
    """A structure asked again is waited for once: what an older campaign still expected of it is over."""
    asked = [one.structure_id for one in targets if one.structure_id is not None]
    older = Target.objects.filter(
        structure__in=asked, settled_at__isnull=True, handed_at__isnull=False
    )
    older.exclude(campaign=targets[0].campaign_id).update(settled_at=timezone.now())


def _by_receiver(targets: Iterable[Target]) -> list[list[Target]]:
    """One list a mail, in the order of the first target of each."""
    groups: dict[str, list[Target]] = defaultdict(list)
    for target in targets:
        groups[target.recipient].append(target)
    return list(groups.values())


def _room(campaign: Campaign) -> int:
    """How many mails of the campaign may still leave within the hour."""
    since = timezone.now() - HOUR
    recent = Q(handed_at__gt=since) | Q(reminded_at__gt=since)
    left = campaign.targets.filter(recent).order_by().values("recipient").distinct().count()
    return max(0, campaign.hourly_cap - left)


def _notify(code: str, campaign: Campaign, targets: list[Target]) -> None:
    first = targets[0]
    notify(code, key=campaign.key, to=first.user or first.address)


def learn_what_left() -> int:
    """Copy from the ledger what left and what did not, and end the campaigns that have nothing left to send.

    Returns:
        How many mails were learnt about.
    """
    campaigns = list(Campaign.objects.filter(state__in=LEAVING).order_by("pk"))
    learnt = 0
    for campaign in campaigns:
        unknown = campaign.targets.filter(
            handed_at__isnull=False, sent_at__isnull=True, undelivered=""
        )
        recipients = sorted(set(unknown.order_by().values_list("recipient", flat=True)))[:LEARNT]
        told = notices_of(campaign).filter(
            recipient__in=recipients, kind__in=(REMINDER, LETTER), state__in=(State.SENT, *GONE_STATES)
        )  # fmt: skip
        for notice in told.order_by("pk"):
            mine = unknown.filter(recipient=notice.recipient)
            if notice.state == State.SENT:
                mine.update(sent_at=notice.sent_at)
            else:
                mine.update(undelivered=notice.reason or notice.get_state_display())
            learnt += 1
        learnt += _learn_who_is_gone(campaign, unknown.filter(recipient__in=recipients))
        _end(campaign)
    return learnt


def _learn_who_is_gone(campaign: Campaign, unknown: QuerySet[Target]) -> int:
    """Close what was handed over for accounts deleted since: their messages left the ledger with them."""
    waited = set(unknown.order_by().values_list("recipient", flat=True))
    # A mail is written in the transaction that hands its targets over: read after them, it is there.
    there = notices_of(campaign).filter(recipient__in=waited, kind__in=(REMINDER, LETTER))
    gone = waited - set(there.order_by().values_list("recipient", flat=True))
    unknown.filter(recipient__in=gone).update(undelivered=ACCOUNT_GONE)
    return len(gone)


def _end(campaign: Campaign) -> None:
    going = Q(handed_at__isnull=True) | Q(sent_at__isnull=True, undelivered="")
    left = campaign.targets.filter(going, excluded_at__isnull=True).exclude(recipient="")
    if not left.exists():
        Campaign.objects.filter(pk=campaign.pk, state__in=LEAVING).update(
            state=CampaignState.ENDED, ended_at=timezone.now()
        )


def unanswered(now: datetime.datetime, silence: datetime.timedelta) -> Q:
    """Condition of a structure that was sent a reminder this long ago and said nothing since."""
    return Q(
        campaign__kind=CampaignKind.REMINDER,
        campaign__state__in=(CampaignState.SENDING, CampaignState.ENDED),
        structure__is_public=True,
        sent_at__lte=now - silence,
        answered_at__isnull=True,
        settled_at__isnull=True,
        excluded_at__isnull=True,
    )


def confirmed_since(targets: Iterable[Target]) -> set[int]:
    """Keys of the targets whose structure needs asking no more: verified otherwise, or no longer shown."""
    held = list(targets)
    oldest = oldest_verifications([one.structure_id for one in held if one.structure_id])
    done = set()
    for target in held:
        if target.structure_id not in oldest:
            done.add(target.pk)
            continue
        day = oldest[target.structure_id]
        if target.due_before is not None and day is not None and day >= target.due_before:
            done.add(target.pk)
    return done


def remind_again() -> int:
    """Hand over the second and last reminder of those silent for 30 days; returns how many mails."""
    now = timezone.now()
    silent = _to_remind(Target.objects.filter(campaign__asks_twice=True), now)
    campaigns = sorted(set(silent.order_by().values_list("campaign_id", flat=True)))
    return sum(_remind_one(pk, now) for pk in campaigns)


def _to_remind(targets: QuerySet[Target], now: datetime.datetime) -> QuerySet[Target]:
    """Those of the targets that a second reminder may be written to; whoever was erased has no receiver."""
    silent = targets.filter(unanswered(now, SILENT_BEFORE_SECOND), reminded_at__isnull=True)
    return silent.exclude(recipient="")


@transaction.atomic
def _remind_one(pk: int, now: datetime.datetime) -> int:
    campaign = locked(pk)
    silent = _to_remind(campaign.targets.all(), now).select_related("user")
    groups = _by_receiver(silent.order_by("pk"))[: _room(campaign)]
    for targets in groups:
        confirmed = confirmed_since(targets)
        asked = [one for one in targets if one.pk not in confirmed]
        if not asked:
            Target.objects.filter(pk__in=confirmed).update(settled_at=now)
            continue
        mine = Target.objects.filter(pk__in=[one.pk for one in asked])
        try:
            _notify(SECOND, campaign, asked)
        except ValidationError:
            # An account deleted since cannot be written to. The others are, and somebody calls this structure.
            mine.update(recipient="", address="")
            continue
        # The first link would end thirty days after this mail: each mail carries its own, for sixty.
        make_links(asked)
        mine.update(reminded_at=now)
    return len(groups)
