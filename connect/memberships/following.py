"""Follows merges of structures: members, invitations, requests, domains and claims go to the kept one."""

from connect.accounts.models import User
from connect.common.events import subscribe
from connect.common.french import plural
from connect.memberships.enums import Answer, ClaimState, Deed, Role
from connect.memberships.models import (
    Claim,
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    StructureDomain,
)
from connect.memberships.selectors import standing
from connect.memberships.services import record
from connect.structures.merging import Moved, StructuresMerged, count_with
from connect.structures.models import Structure


def follow_merge(event: StructuresMerged) -> None:
    """Move what belongs to the source; nobody stands twice in the target, and the higher role wins."""
    by = event.by if isinstance(event.by, User) else None
    _members(event.source_id, event.target_id, by)
    MembershipDeed.objects.filter(structure_id=event.source_id).update(
        structure_id=event.target_id, orphaned=False
    )
    _invitations(event.source_id, event.target_id)
    _requests(event.source_id, event.target_id)
    _domains(event.source_id, event.target_id)
    _claims(event.source_id, event.target_id)


def _members(source: int, target: int, by: User | None) -> None:
    there = {
        one.user_id: one
        for one in Membership.objects.filter(structure_id=target, ended_at__isnull=True).order_by(
            "pk"
        )
    }
    moving = Membership.objects.filter(structure_id=source).order_by("pk")
    for one in moving.select_for_update(of=("self",)):
        kept = there.get(one.user_id)
        if one.ended_at is None and kept is not None:
            if one.role == Role.ADMINISTRATOR and kept.role != one.role:
                kept.role = one.role
                kept.save()
            # One of the two goes; the date of the earlier is the true beginning.
            began = min(one.began_at, kept.began_at)
            Membership.objects.filter(pk=kept.pk).update(began_at=began)
            one.delete()
            record(kept, Deed.MERGED, by)
            continue
        one.structure_id = target
        one.save()
        if one.ended_at is None:
            record(one, Deed.MERGED, by)


def _invitations(source: int, target: int) -> None:
    waiting = Invitation.objects.filter(state=Answer.WAITING)
    known = set(waiting.filter(structure_id=target).values_list("address", flat=True))
    members = Membership.objects.filter(standing(), structure_id=target).order_by()
    known |= set(members.values_list("user__email", flat=True))
    double = waiting.filter(structure_id=source, address__in=known)
    double.update(state=Answer.WITHDRAWN)
    Invitation.objects.filter(structure_id=source).update(structure_id=target)


def _requests(source: int, target: int) -> None:
    waiting = JoinRequest.objects.filter(state=Answer.WAITING)
    members = Membership.objects.filter(standing(), structure_id=target).order_by()
    # Who asked to join one and is a member of the other is in.
    waiting.filter(
        structure_id__in=(source, target),
        user_id__in=list(members.values_list("user_id", flat=True)),
    ).update(state=Answer.ACCEPTED)
    asked = set(waiting.filter(structure_id=target).values_list("user_id", flat=True))
    waiting.filter(structure_id=source, user_id__in=asked).update(state=Answer.WITHDRAWN)
    JoinRequest.objects.filter(structure_id=source).update(structure_id=target)


def _domains(source: int, target: int) -> None:
    there = {
        one.domain: one
        for one in StructureDomain.objects.filter(structure_id=target).order_by("pk")
    }
    for one in StructureDomain.objects.filter(structure_id=source).order_by("pk"):
        kept = there.get(one.domain)
        if kept is None:
            one.structure_id = target
            one.save()
            continue
        if one.state == Answer.ACCEPTED and kept.state != Answer.ACCEPTED:
            # What the chamber confirmed for one is confirmed for both.
            kept.state, kept.decided_at, kept.decided_by = one.state, one.decided_at, one.decided_by
            kept.save()
        one.delete()


def _claims(source: int, target: int) -> None:
    likeness = f"structure:{target}"
    open_ones = Claim.objects.filter(state__in=(ClaimState.UNCONFIRMED, ClaimState.WAITING))
    there = {one.address: one for one in open_ones.filter(likeness=likeness).order_by("pk")}
    for one in open_ones.filter(structure_id=source, address__in=there).order_by("pk"):
        kept = there[one.address]
        # Of two of one address, the one that the chamber is to read stays.
        confirmed = one.state == ClaimState.WAITING and kept.state == ClaimState.UNCONFIRMED
        (kept if confirmed else one).delete()
    moving = Claim.objects.filter(structure_id=source)
    moving.filter(likeness=f"structure:{source}").update(likeness=likeness)
    Claim.objects.filter(structure_id=source).update(structure_id=target)


def count_what_moves(source: Structure, target: Structure) -> list[Moved]:
    """What a merge moves of ours, in words; four statements."""
    counted = (
        (Membership.objects.filter(standing(), structure=source).count(), "membre", "membres"),
        (
            Invitation.objects.filter(structure=source, state=Answer.WAITING).count(),
            "invitation en attente",
            "invitations en attente",
        ),
        (
            JoinRequest.objects.filter(structure=source, state=Answer.WAITING).count(),
            "demande en attente",
            "demandes en attente",
        ),
        (StructureDomain.objects.filter(structure=source).count(), "domaine", "domaines"),
    )
    return [Moved(20, plural(count, one, many)) for count, one, many in counted if count]


def start() -> None:
    """Listen to the merges; called once, when Django is ready."""
    subscribe(StructuresMerged, follow_merge)
    count_with(count_what_moves)
