"""What groups keep about a person."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.privacy import Holding, register
from connect.groups.enums import Outcome
from connect.groups.models import GroupInvitation, GroupMembership, GroupRequest


def _memberships(user: User) -> Iterator[dict[str, Any]]:
    held = GroupMembership.objects.filter(user=user).select_related("group")
    for one in held.order_by("began_at", "pk"):
        yield {
            "groupe": one.group.name,
            "role": one.get_role_display(),
            "depuis": one.began_at.isoformat(),
            "jusqu_au": one.ended_at.isoformat() if one.ended_at else None,
        }


def _end_memberships(user: User) -> None:
    """The rows stay, so that the history of a group tells how many it was; the account has no name any more."""
    GroupMembership.objects.filter(user=user, ended_at__isnull=True).update(ended_at=timezone.now())


def _requests(user: User) -> Iterator[dict[str, Any]]:
    for one in (
        GroupRequest.objects.filter(user=user).select_related("group").order_by("asked_at", "pk")
    ):
        yield {
            "groupe": one.group.name,
            "demande_le": one.asked_at.isoformat(),
            "message": one.message,
            "suite": one.get_outcome_display(),
            "reponse": one.answer,
        }


def _erase_requests(user: User) -> None:
    GroupRequest.objects.filter(user=user).delete()


def _invitations(user: User) -> Iterator[dict[str, Any]]:
    received = GroupInvitation.objects.filter(address=user.email)
    sent = GroupInvitation.objects.filter(invited_by=user)
    for one in (received | sent).select_related("group").order_by("invited_at", "pk"):
        yield {
            "groupe": one.group.name,
            "invitee_le": one.invited_at.isoformat(),
            "recue": one.address == user.email,
            "suite": one.get_outcome_display(),
        }


def _erase_invitations(user: User) -> None:
    """What the person received goes; what they sent stands for those who were invited, without a sender."""
    GroupInvitation.objects.filter(address=user.email).delete()
    GroupInvitation.objects.filter(invited_by=user, outcome="").update(
        outcome=Outcome.WITHDRAWN, answered_at=timezone.now()
    )
    GroupInvitation.objects.filter(invited_by=user).update(invited_by=None)


register(
    Holding(
        key="groupes",
        label="Vos groupes, passés et présents",
        export=_memberships,
        erase=_end_memberships,
    )
)
register(
    Holding(
        key="demandes-de-groupe",
        label="Vos demandes pour rejoindre un groupe",
        export=_requests,
        erase=_erase_requests,
    )
)
register(
    Holding(
        key="invitations-de-groupe",
        label="Les invitations de groupe, reçues et envoyées",
        export=_invitations,
        erase=_erase_invitations,
    )
)
