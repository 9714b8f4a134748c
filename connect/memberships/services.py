"""Verbs on memberships: each holds the structure, writes its history and tells who must know."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.memberships.enums import Answer, Deed, Origin, Role
from connect.memberships.models import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    NetworkAnimator,
)
from connect.memberships.permissions import may_administer, may_check_claims
from connect.memberships.selectors import administrators_of, standing
from connect.notifications.services import notify
from connect.structures.models import LocalNetwork, Structure


class LastAdministrator(Exception):
    """Raised when a change would leave a structure without administrator, and nobody said that it should."""


class NotAdministrator(PermissionDenied):
    """Raised when the person who decides does not administer the structure."""


@dataclass(frozen=True)
class Entry:
    """What came of entering: the membership, and whether it, or a higher role, is new."""

    membership: Membership
    is_new: bool


def hold(structure_id: int) -> Structure:
    """The structure, held until the end of the transaction: changes of its members happen one after the other."""
    return Structure.objects.select_for_update(of=("self",), no_key=True).get(pk=structure_id)


def record(
    membership: Membership, deed: Deed, by: User | None, *, orphaned: bool = False
) -> MembershipDeed:
    """Write a line of the history that the members read."""
    return MembershipDeed.objects.create(
        structure_id=membership.structure_id,
        user_id=membership.user_id,
        deed=deed,
        role=membership.role,
        by=by,
        orphaned=orphaned,
    )


@transaction.atomic
def enter(
    user: User, structure: Structure, role: str, origin: str, *, by: User | None = None
) -> Entry:
    """Make a person a member; one who already is keeps the higher of the two roles.

    What waited between them, a request or invitations of their address, is settled by it.

    Args:
        user: who enters.
        structure: where.
        role: a `Role`.
        origin: an `Origin`.
        by: who let them in, `None` when nobody had to.

    Raises:
        ValidationError: when the structure was merged into another, or the account is closed.
    """
    held = hold(structure.pk)
    if held.merged_into_id is not None:
        raise ValidationError("Cette structure a été réunie avec une autre : rejoignez l’autre.")
    if not user.is_active:
        raise ValidationError("Ce compte est fermé.")
    found = Membership.objects.filter(user=user, structure=held, ended_at__isnull=True).first()
    is_new = found is None
    if found is None:
        found = Membership.objects.create(user=user, structure=held, role=role, origin=origin)
        record(found, Deed.JOINED, by)
    elif role == Role.ADMINISTRATOR and found.role != role:
        found.role, is_new = role, True
        found.save()
        record(found, Deed.ROLE_CHANGED, by)
    _settle_what_waited(user, held, by)
    return Entry(found, is_new)


def _settle_what_waited(user: User, structure: Structure, by: User | None) -> None:
    now = timezone.now()
    JoinRequest.objects.filter(user=user, structure=structure, state=Answer.WAITING).update(
        state=Answer.ACCEPTED, decided_at=now, decided_by=by
    )
    # The address may have had an invitation of its own: it opens nothing more.
    Invitation.objects.filter(
        structure=structure, address__iexact=user.email, state=Answer.WAITING
    ).update(state=Answer.ACCEPTED, decided_at=now, accepted_by=user)


def _standing(pk: int, structure: Structure) -> Membership | None:
    found = Membership.objects.filter(standing(), pk=pk, structure=structure)
    return found.select_related("user").order_by("pk").first()


def withdraw_sent(user: User, structure: Structure) -> int:
    """Withdraw the invitations that wait in the name of somebody who may invite no more: none brings them back.

    Args:
        user: who sent them; those of the chamber's team stand as long as they are of it.
        structure: the caller holds it.

    Returns:
        How many were withdrawn.
    """
    if may_administer(user, structure) or may_check_claims(user):
        return 0
    sent = Invitation.objects.filter(structure=structure, invited_by=user, state=Answer.WAITING)
    return sent.update(state=Answer.WITHDRAWN, decided_at=timezone.now())


def _others_administer(structure: Structure, user_id: int) -> bool:
    return administrators_of(structure).exclude(pk=user_id).exists()


@transaction.atomic
def leave(user: User, structure: Structure, *, even_last: bool = False) -> Membership | None:
    """End one's own membership; history stays.

    Args:
        user: who leaves.
        structure: what is left.
        even_last: whether the last administrator leaves all the same; the chamber is then told on the Monday page.

    Returns:
        The ended membership, `None` when there was none any more.

    Raises:
        LastAdministrator: when nobody else administers the structure and `even_last` was not said.
    """
    held = hold(structure.pk)
    found = Membership.objects.filter(standing(), user=user, structure=held).first()
    if found is None:
        return None
    alone = found.role == Role.ADMINISTRATOR and not _others_administer(held, user.pk)
    if alone and not even_last:
        raise LastAdministrator
    found.ended_at = timezone.now()
    found.save()
    withdraw_sent(user, held)
    record(found, Deed.LEFT, user, orphaned=alone)
    return found


@transaction.atomic
def remove(pk: int, structure: Structure, *, by: User) -> Membership | None:
    """End somebody else's membership, and tell them.

    Args:
        pk: the membership.
        structure: the one it must be of.
        by: an administrator of it.

    Returns:
        The ended membership, `None` when it had ended already.

    Raises:
        NotAdministrator: when `by` does not administer the structure.
        ValidationError: when it is their own.
    """
    held = hold(structure.pk)
    _check(by, held)
    found = _standing(pk, held)
    if found is None:
        return None
    if found.user_id == by.pk:
        raise ValidationError("Pour vous retirer vous-même, utilisez « Quitter la structure ».")
    found.ended_at = timezone.now()
    found.save()
    withdraw_sent(found.user, held)
    deed = record(found, Deed.REMOVED, by)
    notify("rattachement-change", key=f"deed:{deed.pk}", to=found.user)
    return found


@transaction.atomic
def change_role(pk: int, structure: Structure, role: str, *, by: User) -> Membership | None:
    """Give a member another role, and tell them when it is not oneself.

    Returns:
        The membership, `None` when it ended meanwhile.

    Raises:
        NotAdministrator: when `by` does not administer the structure.
        LastAdministrator: when it would leave the structure without administrator.
    """
    held = hold(structure.pk)
    _check(by, held)
    found = _standing(pk, held)
    if found is None or found.role == role:
        return found
    if found.role == Role.ADMINISTRATOR and not _others_administer(held, found.user_id):
        raise LastAdministrator
    found.role = Role(role)
    found.save()
    withdraw_sent(found.user, held)
    deed = record(found, Deed.ROLE_CHANGED, by)
    if found.user_id != by.pk:
        notify("rattachement-change", key=f"deed:{deed.pk}", to=found.user)
    return found


def _check(by: User, structure: Structure) -> None:
    """Refuse whoever does not administer the structure at this very moment.

    Raises:
        NotAdministrator: for anybody else.
    """
    if not may_administer(by, structure):
        raise NotAdministrator("Seul un administrateur de la structure peut faire cela.")


@transaction.atomic
def end_by_staff(membership: Membership, *, by: User) -> Membership | None:
    """End a membership for the chamber, whatever is left; an administrator who was the last leaves a duty."""
    held = hold(membership.structure_id)
    found = _standing(membership.pk, held)
    if found is None:
        return None
    alone = found.role == Role.ADMINISTRATOR and not _others_administer(held, found.user_id)
    found.ended_at = timezone.now()
    found.save()
    withdraw_sent(found.user, held)
    deed = record(found, Deed.REMOVED, by, orphaned=alone)
    notify("rattachement-change", key=f"deed:{deed.pk}", to=found.user)
    return found


@transaction.atomic
def set_role_by_staff(membership: Membership, role: str, *, by: User) -> Membership | None:
    """Give a member another role for the chamber; taking the last administrator's leaves a duty."""
    held = hold(membership.structure_id)
    found = _standing(membership.pk, held)
    if found is None or found.role == role:
        return found
    alone = found.role == Role.ADMINISTRATOR and not _others_administer(held, found.user_id)
    found.role = Role(role)
    found.save()
    withdraw_sent(found.user, held)
    deed = record(found, Deed.ROLE_CHANGED, by, orphaned=alone)
    notify("rattachement-change", key=f"deed:{deed.pk}", to=found.user)
    return found


def add_by_staff(user: User, structure: Structure, role: str, *, by: User) -> Entry:
    """Make a person a member for the chamber."""
    return enter(user, structure, role, Origin.STAFF, by=by)


@transaction.atomic
def start_animation(user: User, network: LocalNetwork) -> NetworkAnimator:
    """Have a person animate a local network.

    Raises:
        ValidationError: when they already do.
    """
    # Two at once wait for each other; the constraint would refuse the second with a page of error.
    LocalNetwork.objects.select_for_update(of=("self",), no_key=True).get(pk=network.pk)
    animator = NetworkAnimator(user=user, network=network)
    if NetworkAnimator.objects.filter(user=user, network=network, ended_at__isnull=True).exists():
        raise ValidationError("Cette personne anime déjà ce réseau.")
    animator.full_clean()
    animator.save()
    return animator


@transaction.atomic
def end_animation(animator: NetworkAnimator) -> None:
    """End the animation of a local network; the row stays."""
    NetworkAnimator.objects.filter(pk=animator.pk, ended_at__isnull=True).update(
        ended_at=timezone.now()
    )
