"""Invitations: made for an address, answered by whoever signs in with it."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.groups.enums import Outcome, Role
from connect.groups.models import Group, GroupInvitation, GroupMembership, GroupRequest
from connect.groups.permissions import may_manage
from connect.groups.selectors import members_of, sent_invitations, standing_invitations
from connect.groups.services import enter, hold
from connect.notifications.services import notify

VALID_DAYS = 30
# More than this in a day is a mailing, not invitations.
MOST_A_DAY = 40
# Taking back and inviting again must not become a way to annoy somebody; counted over `KEPT_DAYS`.
MOST_TO_ONE = 5
# What was answered, or ran out, is kept this long; then the address goes.
KEPT_DAYS = 90
REQUESTS_KEPT_DAYS = 365


@transaction.atomic
def invite(
    group: Group, address: str, *, by: User, role: Role = Role.MEMBER
) -> GroupInvitation | None:
    """Invite an address; it receives a mail. Nothing tells whether the address has an account.

    Args:
        group: the group.
        address: where the mail goes.
        by: who invites.
        role: what the person will be.

    Returns:
        The invitation, `None` when that person is already a member. The same address twice is one invitation.

    Raises:
        ValidationError: when the address is none, the group is archived, or too many were sent.
    """
    held = hold(group)
    address = normal_address(address)
    _make_room(held, address)
    user = User.objects.filter(email=address, is_active=True).first()
    if user is not None and members_of(held).filter(user=user).exists():
        return None
    now = timezone.now()
    invitation, created = GroupInvitation.objects.get_or_create(
        group=held,
        address=address,
        outcome="",
        defaults={
            "role": role,
            "invited_by": by,
            "expires_at": now + datetime.timedelta(days=VALID_DAYS),
        },
    )
    if created:
        notify("groupe-invitation", key=f"group-invitation:{invitation.pk}", to=user or address)
    return invitation


def _make_room(group: Group, address: str) -> None:
    """Put away an invitation of the same address that ran out, and refuse a mailing.

    Raises:
        ValidationError: for too many in a day, or too many to this address; what was taken back counts.
    """
    now = timezone.now()
    GroupInvitation.objects.filter(
        group=group, address=address, outcome="", expires_at__lte=now
    ).update(outcome=Outcome.WITHDRAWN, answered_at=now)
    today = GroupInvitation.objects.filter(
        group=group, invited_at__gte=now - datetime.timedelta(days=1)
    )
    if today.count() >= MOST_A_DAY:
        raise ValidationError(
            f"Ce groupe a déjà invité {MOST_A_DAY} personnes en un jour. Continuez demain."
        )
    theirs = GroupInvitation.objects.filter(
        group=group, address=address, invited_at__gte=now - datetime.timedelta(days=KEPT_DAYS)
    )
    if theirs.count() >= MOST_TO_ONE and not theirs.filter(outcome="").exists():
        raise ValidationError(
            f"Ce groupe a déjà invité {MOST_TO_ONE} fois cette adresse. Vérifiez-la avec la personne."
        )


@transaction.atomic
def answer_invitation(pk: int, user: User, *, accept: bool) -> GroupMembership | None:
    """Accept or decline an invitation sent to one's address.

    Args:
        pk: key of the invitation.
        user: who answers; the invitation must be for their address.
        accept: whether they come in.

    Returns:
        The membership, `None` when declined.

    Raises:
        ValidationError: when it does not stand any more.
    """
    found = (
        GroupInvitation.objects.filter(pk=pk, address=user.email).select_related("group").first()
    )
    if found is None:
        raise ValidationError("Cette invitation n’existe pas ou plus.")
    held = hold(found.group)
    invitation = (
        GroupInvitation.objects.filter(standing_invitations(), pk=pk)
        .select_related("invited_by")
        .first()
    )
    if invitation is None or (accept and not _still_offered(invitation, held)):
        raise ValidationError(
            "Cette invitation n’est plus valable. Demandez-en une autre au groupe."
        )
    invitation.outcome = Outcome.ACCEPTED if accept else Outcome.DECLINED
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["outcome", "answered_at"])
    return enter(held, user, Role(invitation.role)) if accept else None


def _still_offered(invitation: GroupInvitation, group: Group) -> bool:
    """Whether who invited may still give the role; anybody may bring in a plain member."""
    return invitation.role == Role.MEMBER or may_manage(invitation.invited_by, group)


@transaction.atomic
def withdraw_invitation(group: Group, pk: int) -> bool:
    """Take back an invitation that was not answered.

    Returns:
        Whether it still stood.
    """
    waiting = sent_invitations(hold(group)).filter(pk=pk).order_by()
    keys = list(waiting.values_list("pk", flat=True))
    return bool(
        GroupInvitation.objects.filter(pk__in=keys, outcome="").update(
            outcome=Outcome.WITHDRAWN, answered_at=timezone.now()
        )
    )


def forget_old() -> int:
    """Delete invitations answered or run out `KEPT_DAYS` days ago, and requests declined a year ago.

    Returns:
        How many rows were deleted.
    """
    now = timezone.now()
    limit = now - datetime.timedelta(days=KEPT_DAYS)
    answered = GroupInvitation.objects.filter(answered_at__lt=limit).delete()[0]
    ended = GroupInvitation.objects.filter(expires_at__lt=limit).delete()[0]
    asked = GroupRequest.objects.filter(
        answered_at__lt=now - datetime.timedelta(days=REQUESTS_KEPT_DAYS)
    ).delete()[0]
    return answered + ended + asked
