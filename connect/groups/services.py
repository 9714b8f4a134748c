"""Verbs of groups. Each holds the row of the group, so that two persons who act at once are put in order."""

import datetime
from collections.abc import Collection, Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from connect.accounts.models import User
from connect.accounts.naming import refuse_mixed
from connect.common import history
from connect.groups.enums import Openness, Outcome, Role
from connect.groups.models import Group, GroupInvitation, GroupMembership, GroupRequest
from connect.groups.permissions import may_manage
from connect.groups.selectors import leads_of, members_of, waiting_requests
from connect.notifications.services import notify
from connect.realtime.services import recheck_person
from connect.search import services as search
from connect.structures.directory import free_slug

OVER = "Ce groupe est archivé\u00a0: plus rien n’y change."
LAST_LEAD = "Vous êtes le seul référent de ce groupe. Nommez d’abord un autre référent."
ITS_LAST_LEAD = "C’est le seul référent de ce groupe. Nommez d’abord un autre référent."
SETTLED = "Cette demande a déjà reçu une réponse."
NOT_A_MEMBER = "Cette personne n’est plus membre du groupe."

TOO_OFTEN = "Vous avez déjà envoyé trois demandes à ce groupe ce mois-ci. Attendez un peu."
# A request taken back and sent again would tell the leads each time.
MOST_ASKED, ASKED_WITHIN_DAYS = 3, 30

Links = Mapping[str, Collection[models.Model]]


@transaction.atomic
def save_group(group: Group, links: Links, by: AbstractBaseUser | None) -> list[history.Change]:
    """Save a group with its themes, keep its history, and have the search follow.

    Args:
        group: new or edited; a new one is given its address.
        links: its themes.
        by: the person of the staff.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = Group.objects.select_for_update(of=("self",)).get(pk=group.pk) if group.pk else None
    group.name = " ".join(group.name.split())
    if not all(letter.isprintable() for letter in group.name):
        raise ValidationError({"name": "Ce nom contient des caractères invisibles."})
    try:
        refuse_mixed(group.name)
    except ValidationError as refused:
        raise ValidationError({"name": refused.messages}) from refused
    if stored is None:
        group.slug = free_slug(Group, group.name)
    group.full_clean()
    changes = history.changes_of(group, stored, links)
    group.save()
    for name, targets in links.items():
        getattr(group, name).set(targets)
    if changes:
        history.record(group, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
        search.index("group", [group.pk])
    if stored is not None and stored.is_archived != group.is_archived:
        for user_id in members_of(group).values_list("user_id", flat=True):
            recheck_person(user_id)
    return changes


def hold(group: Group) -> Group:
    """The group, locked until the end of the transaction.

    Raises:
        ValidationError: when it is archived.
    """
    held = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if held.is_archived:
        raise ValidationError(OVER)
    return held


def enter(group: Group, user: User, role: Role = Role.MEMBER) -> GroupMembership:
    """Make a person a member of a group that the caller holds; settles what they had asked for.

    A member who comes in again by another way keeps the membership, and never a lesser role.
    """
    standing = members_of(group).filter(user=user).first()
    if standing is None:
        standing = GroupMembership.objects.create(group=group, user=user, role=role)
    elif role != Role.MEMBER and not standing.is_lead:
        standing.role = role
        standing.save(update_fields=["role"])
    recheck_person(user.pk)
    waiting_requests(group).filter(user=user).order_by().update(
        outcome=Outcome.ACCEPTED, answered_at=timezone.now()
    )
    return standing


@transaction.atomic
def join(group: Group, user: User) -> GroupMembership:
    """Come into an open group.

    Raises:
        ValidationError: when it is not open any more.
    """
    held = hold(group)
    if held.openness != Openness.OPEN:
        raise ValidationError("Ce groupe n’est plus ouvert à tous\u00a0: demandez à le rejoindre.")
    return enter(held, user)


@transaction.atomic
def ask(group: Group, user: User, message: str = "") -> GroupRequest | None:
    """Ask to come into a group; its leads are told. Asked twice, it is one request.

    Returns:
        The request, `None` when the person is already a member.

    Raises:
        ValidationError: when the group takes no requests, or this person sent too many.
    """
    held = hold(group)
    if held.openness != Openness.ON_REQUEST:
        raise ValidationError("Ce groupe ne prend pas de demandes.")
    if members_of(held).filter(user=user).exists():
        return None
    since = timezone.now() - datetime.timedelta(days=ASKED_WITHIN_DAYS)
    recent = GroupRequest.objects.filter(group=held, user=user, asked_at__gte=since)
    if recent.exclude(outcome="").count() >= MOST_ASKED:
        raise ValidationError(TOO_OFTEN)
    request, created = GroupRequest.objects.get_or_create(
        group=held, user=user, outcome="", defaults={"message": message}
    )
    if created:
        for lead in leads_of(held):
            notify("groupe-demande", key=f"group-request:{request.pk}", to=lead.user)
    return request


@transaction.atomic
def withdraw_request(group: Group, user: User) -> bool:
    """Take back one's request.

    Returns:
        Whether there was one.
    """
    held = hold(group)
    waiting = waiting_requests(held).filter(user=user).order_by()
    return bool(waiting.update(outcome=Outcome.WITHDRAWN, answered_at=timezone.now()))


@transaction.atomic
def answer(request: GroupRequest, *, accept: bool, by: User, text: str = "") -> GroupRequest:
    """Accept or decline a request; the person is told.

    Args:
        request: as it was shown.
        accept: whether the person comes in.
        by: who answers.
        text: a sentence for the person.

    Raises:
        ValidationError: when somebody answered first, or the person took it back.
    """
    held = hold(request.group)
    waiting = waiting_requests(held).filter(pk=request.pk).first()
    if waiting is None:
        raise ValidationError(SETTLED)
    waiting.outcome = Outcome.ACCEPTED if accept else Outcome.DECLINED
    waiting.answer, waiting.answered_by, waiting.answered_at = text, by, timezone.now()
    waiting.save()
    if accept:
        enter(held, waiting.user)
    notify("groupe-reponse", key=f"group-answer:{waiting.pk}", to=waiting.user)
    return waiting


def _refuse_last_lead(group: Group, membership: GroupMembership, sentence: str) -> None:
    others = leads_of(group).exclude(pk=membership.pk)
    if membership.is_lead and not others.exists():
        raise ValidationError(sentence)


@transaction.atomic
def leave(group: Group, user: User) -> bool:
    """Leave a group; the membership ends and stays in its history. A group that is over may be left too.

    Returns:
        Whether the person was a member.

    Raises:
        ValidationError: for the last lead of a group that goes on.
    """
    held = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    membership = members_of(held).filter(user=user).first()
    if membership is None:
        return False
    if not held.is_archived:
        _refuse_last_lead(held, membership, LAST_LEAD)
    end(membership)
    return True


def end(membership: GroupMembership) -> None:
    """End a membership now."""
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    recheck_person(membership.user_id)
    _withdraw_sent(membership)


def _withdraw_sent(membership: GroupMembership) -> None:
    """Whoever may invite no more has no invitation left by which another address of theirs could come back."""
    if may_manage(membership.user, membership.group):
        return
    sent = GroupInvitation.objects.filter(
        group=membership.group_id, invited_by=membership.user_id, outcome=""
    )
    sent.update(outcome=Outcome.WITHDRAWN, answered_at=timezone.now())


def _member(group: Group, pk: int) -> GroupMembership:
    membership = members_of(group).filter(pk=pk).first()
    if membership is None:
        raise ValidationError(NOT_A_MEMBER)
    return membership


@transaction.atomic
def give_role(group: Group, pk: int, role: Role) -> GroupMembership:
    """Give a member another role.

    Args:
        group: the group.
        pk: key of the membership.
        role: the new role.

    Raises:
        ValidationError: when the person left meanwhile, or is the last lead.
    """
    held = hold(group)
    membership = _member(held, pk)
    if role == Role.MEMBER:
        _refuse_last_lead(held, membership, ITS_LAST_LEAD)
    if membership.role != role:
        membership.role = role
        membership.save(update_fields=["role"])
        recheck_person(membership.user_id)
        _withdraw_sent(membership)
        if membership.is_lead:
            when = f"{timezone.now():%Y%m%d%H%M%S}"
            notify("groupe-role", key=f"group-role:{pk}:{role.value}:{when}", to=membership.user)
    return membership


@transaction.atomic
def remove(group: Group, pk: int) -> GroupMembership:
    """Take a member out of a group.

    Raises:
        ValidationError: when the person left meanwhile, or is the last lead.
    """
    held = hold(group)
    membership = _member(held, pk)
    _refuse_last_lead(held, membership, ITS_LAST_LEAD)
    end(membership)
    return membership
