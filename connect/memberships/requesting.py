"""Requests to join a structure: its administrators decide; the chamber when there is none, or nobody answers."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.common.sanitising import plain_text
from connect.memberships.enums import Answer, Origin, Role
from connect.memberships.models import JoinRequest, Membership
from connect.memberships.permissions import may_administer, may_check_claims
from connect.memberships.selectors import administrators_of, standing
from connect.memberships.services import enter, hold
from connect.notifications.services import notify
from connect.structures.models import Structure
from connect.structures.selectors import visible_to

# Nobody answered for this long: the chamber decides.
PATIENCE = datetime.timedelta(days=10)
LONGEST = 500
MOST_WAITING = 10


@transaction.atomic
def ask_to_join(user: User, structure: Structure, *, message: str = "") -> JoinRequest:
    """Ask to join; a request that waits already is the answer to the second one.

    Args:
        user: who asks.
        structure: a public one.
        message: what the person says of themselves, plain text, 500 characters at most.

    Raises:
        ValidationError: for a member already, a structure that is not shown, or too many requests at once.
    """
    held = hold(structure.pk)
    if not visible_to(user).filter(pk=held.pk).exists():
        raise ValidationError("Cette structure n’est plus diffusée.")
    if Membership.objects.filter(standing(), user=user, structure=held).exists():
        raise ValidationError("Vous êtes déjà membre de cette structure.")
    waiting = JoinRequest.objects.filter(user=user, state=Answer.WAITING)
    if found := waiting.filter(structure=held).first():
        return found
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            "Vous avez déjà dix demandes en attente. Attendez une réponse ou retirez-en une."
        )
    request = JoinRequest(user=user, structure=held, message=plain_text(message))
    request.full_clean()
    request.save()
    for person in administrators_of(held):
        notify("demande-recue", key=f"request:{request.pk}", to=person)
    return request


def _waiting(pk: int) -> JoinRequest | None:
    found = JoinRequest.objects.filter(pk=pk, state=Answer.WAITING).select_related("user")
    return found.order_by("pk").first()


def _decided(pk: int, by: User) -> JoinRequest | None:
    """The request, once its structure is held, for whoever may decide.

    Raises:
        PermissionDenied: for anybody else.
    """
    seen = _waiting(pk)
    if seen is None:
        return None
    held = hold(seen.structure_id)
    if not (may_administer(by, held) or may_check_claims(by)):
        raise PermissionDenied("Seul un administrateur de la structure peut répondre.")
    found = _waiting(pk)
    # The structure may have been merged into another while we waited for it: the request waits there now.
    if found is None or found.structure_id != held.pk:
        return None
    found.structure = held
    return found


@transaction.atomic
def accept_request(pk: int, *, by: User, role: str = Role.CONTRIBUTOR) -> JoinRequest | None:
    """Let the person in, and tell them.

    Returns:
        The request, `None` when it was settled or withdrawn meanwhile.

    Raises:
        PermissionDenied: for who does not administer the structure.
    """
    found = _decided(pk, by)
    if found is None:
        return None
    _settle(found, Answer.ACCEPTED, by)
    enter(found.user, found.structure, role, Origin.REQUEST, by=by)
    return found


@transaction.atomic
def refuse_request(pk: int, *, by: User, motive: str) -> JoinRequest | None:
    """Refuse, and tell the person why.

    Returns:
        The request, `None` when it was settled or withdrawn meanwhile.

    Raises:
        PermissionDenied: for who does not administer the structure.
        ValidationError: without a motive.
    """
    motive = plain_text(motive)
    if not motive:
        raise ValidationError({"motive": "Dites en une phrase pourquoi : la personne la recevra."})
    if len(motive) > LONGEST:
        raise ValidationError({"motive": "Dites pourquoi en 500 caractères au plus."})
    found = _decided(pk, by)
    if found is not None:
        found.motive = motive
        _settle(found, Answer.REFUSED, by)
    return found


def _settle(request: JoinRequest, state: Answer, by: User) -> None:
    request.state, request.decided_at, request.decided_by = state, timezone.now(), by
    request.save()
    notify("demande-decidee", key=f"request:{request.pk}", to=request.user)


@transaction.atomic
def withdraw(pk: int, user: User) -> bool:
    """Take back one's own request; whether it was still waiting."""
    mine = JoinRequest.objects.filter(pk=pk, user=user, state=Answer.WAITING)
    return bool(mine.update(state=Answer.WITHDRAWN, decided_at=timezone.now()))


def for_the_chamber(now: datetime.datetime | None = None) -> QuerySet[JoinRequest]:
    """Requests that the chamber decides: nobody administers the structure, or nobody answered in ten days."""
    limit = (now or timezone.now()) - PATIENCE
    held = Membership.objects.filter(
        standing(), role=Role.ADMINISTRATOR, structure=OuterRef("structure_id")
    )
    return JoinRequest.objects.filter(state=Answer.WAITING, user__is_active=True).filter(
        ~Exists(held) | Q(asked_at__lt=limit)
    )
