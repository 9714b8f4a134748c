"""Invitations: sent to an address with a role, accepted once by a press of a button, withdrawn at any time."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from connect.accounts.addresses import normal_address
from connect.accounts.models import User
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import Invitation, Membership
from connect.memberships.permissions import may_administer, may_check_claims
from connect.memberships.secrets_of_links import digest_of, new_seed, token_of
from connect.memberships.selectors import standing
from connect.memberships.services import enter, hold
from connect.notifications.services import notify
from connect.structures.models import Structure

PURPOSE = "invitation"
VALID = datetime.timedelta(days=14)
# The chamber's own mails must not become a way to annoy somebody.
MOST_SENDINGS = 5
MOST_WAITING = 50
MOST_A_DAY = 40
DAY = datetime.timedelta(days=1)
# An invitation that came to nothing is forgotten after this long.
KEPT = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Sent:
    """What came of inviting: the invitation, and whether a mail leaves."""

    invitation: Invitation
    is_new: bool


def _may_invite(by: User | None, structure: Structure) -> bool:
    return by is not None and (may_administer(by, structure) or may_check_claims(by))


def _check(by: User, structure: Structure) -> None:
    if not _may_invite(by, structure):
        raise PermissionDenied("Seul un administrateur de la structure peut inviter.")


def _mint(invitation: Invitation) -> None:
    """Give the invitation a new link; an older one opens nothing more."""
    now = timezone.now()
    invitation.seed = new_seed()
    invitation.digest = digest_of(token_of(PURPOSE, invitation.seed))
    invitation.invited_at, invitation.expires_at = now, now + VALID


def _tell(invitation: Invitation) -> None:
    notify(
        "invitation",
        key=f"invitation:{invitation.pk}:{invitation.sent_count}",
        to=invitation.address,
    )


@transaction.atomic
def invite(address: str, structure: Structure, role: str, *, by: User) -> Sent:
    """Invite an address; the mail leaves by the ledger. One already waiting is given the new role, and no second mail.

    Args:
        address: whom to invite.
        structure: what they would join.
        role: a `Role`.
        by: an administrator of the structure, or the chamber.

    Raises:
        PermissionDenied: for anybody else.
        ValidationError: when the address is none, belongs to a member, or too many invitations wait or left already.
    """
    held = hold(structure.pk)
    _check(by, held)
    if held.merged_into_id is not None:
        raise ValidationError("Cette structure a été réunie avec une autre.")
    address = _checked(address, held)
    waiting = Invitation.objects.filter(structure=held, state=Answer.WAITING)
    found = waiting.filter(address__iexact=address).first()
    if found is not None and found.is_open(timezone.now()):
        if found.role != role:
            found.role = Role(role)
            found.save()
        return Sent(found, False)
    if found is None and waiting.count() >= MOST_WAITING:
        raise ValidationError("Trop d’invitations attendent déjà une réponse : retirez-en d’abord.")
    _refuse_flood(held, address)
    invitation = found or Invitation(structure=held, address=address, sent_count=0)
    invitation.role, invitation.invited_by = Role(role), by
    invitation.sent_count += 1
    _mint(invitation)
    invitation.full_clean()
    invitation.save()
    _tell(invitation)
    return Sent(invitation, True)


def _checked(typed: str, structure: Structure) -> str:
    try:
        address = normal_address(typed)
    except ValidationError as error:
        raise ValidationError({"address": error.messages}) from error
    members = Membership.objects.filter(standing(), structure=structure)
    if members.filter(user__email=address).exists():
        raise ValidationError({"address": "Cette personne est déjà membre de la structure."})
    return address


def _refuse_flood(structure: Structure, address: str) -> None:
    """Refuse one mail too many; what was withdrawn meanwhile counts, since its mail left.

    Raises:
        ValidationError: for too many in a day, or too many to one address.
    """
    ours, now = Invitation.objects.filter(structure=structure), timezone.now()
    if ours.filter(invited_at__gt=now - DAY).count() >= MOST_A_DAY:
        raise ValidationError(
            f"La structure a déjà invité {MOST_A_DAY} personnes en un jour. Continuez demain."
        )
    _refuse_pestering(structure, address)


def _refuse_pestering(structure: Structure, address: str) -> None:
    theirs = Invitation.objects.filter(
        structure=structure, address__iexact=address, invited_at__gt=timezone.now() - KEPT
    )
    if (theirs.aggregate(sent=Sum("sent_count"))["sent"] or 0) >= MOST_SENDINGS:
        raise ValidationError(
            f"Cette adresse a déjà été invitée {MOST_SENDINGS} fois. Vérifiez-la avec la personne."
        )


def _waiting(pk: int, structure: Structure) -> Invitation | None:
    found = Invitation.objects.filter(pk=pk, structure=structure, state=Answer.WAITING)
    return found.order_by("pk").first()


@transaction.atomic
def resend(pk: int, structure: Structure, *, by: User) -> Invitation | None:
    """Send an invitation again, with a new link valid for fourteen days.

    Returns:
        The invitation, `None` when it was answered or withdrawn meanwhile.

    Raises:
        PermissionDenied: for who does not administer the structure.
        ValidationError: when it was sent too many times.
    """
    held = hold(structure.pk)
    _check(by, held)
    found = _waiting(pk, held)
    if found is None:
        return None
    _refuse_pestering(held, found.address)
    found.sent_count += 1
    _mint(found)
    found.save()
    _tell(found)
    return found


@transaction.atomic
def revoke(pk: int, structure: Structure, *, by: User) -> Invitation | None:
    """Withdraw an invitation: its link opens nothing more.

    Returns:
        The invitation, `None` when it was answered or withdrawn already.

    Raises:
        PermissionDenied: for who does not administer the structure.
    """
    held = hold(structure.pk)
    _check(by, held)
    found = _waiting(pk, held)
    if found is None:
        return None
    found.state, found.decided_at = Answer.WITHDRAWN, timezone.now()
    found.save()
    return found


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link opens now; `None` for one that lapsed, was used or withdrawn, or never was.

    One to administer also needs that whoever sent it may still invite.
    """
    found = (
        Invitation.objects.filter(
            digest=digest_of(token),
            state=Answer.WAITING,
            expires_at__gt=timezone.now(),
            structure__merged_into__isnull=True,
        )
        .select_related("structure", "invited_by")
        .order_by("pk")
        .first()
    )
    if found is None or found.role != Role.ADMINISTRATOR:
        return found
    return found if _may_invite(found.invited_by, found.structure) else None


@transaction.atomic
def accept(token: str, user: User) -> Membership | None:
    """Make the person a member, once: of two presses at the same time one finds the invitation used.

    Args:
        token: of the link.
        user: who accepts; the link may have been handed to another address of the same person.

    Returns:
        The membership, `None` when the invitation no longer opens anything.

    Raises:
        ValidationError: when the account is closed.
    """
    seen = invitation_of(token)
    if seen is None:
        return None
    held = hold(seen.structure_id)
    # Read again once the structure is held: it may have been used or withdrawn while we waited.
    invitation = invitation_of(token)
    if invitation is None or invitation.structure_id != held.pk:
        return None
    invitation.state, invitation.decided_at = Answer.ACCEPTED, timezone.now()
    invitation.accepted_by = user
    invitation.save()
    entry = enter(user, held, invitation.role, Origin.INVITATION, by=invitation.invited_by)
    return entry.membership


def link_of(invitation: Invitation) -> str | None:
    """The secret of the invitation's link for the mail, `None` when the site's secret has changed since."""
    token = token_of(PURPOSE, invitation.seed)
    return token if digest_of(token) == invitation.digest else None


def forget() -> int:
    """Delete the invitations that lapsed or were withdrawn long ago: their addresses are of people without account.

    Returns:
        How many were deleted.
    """
    limit = timezone.now() - KEPT
    lapsed = Invitation.objects.filter(state=Answer.WAITING, expires_at__lt=limit)
    withdrawn = Invitation.objects.filter(state=Answer.WITHDRAWN, decided_at__lt=limit)
    return lapsed.delete()[0] + withdrawn.delete()[0]
