"""Reads of memberships. Nothing is kept from one request to the next: a right withdrawn is gone at once."""

import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from connect.accounts.models import User
from connect.memberships.enums import Answer, Deed, Role
from connect.memberships.models import (
    Invitation,
    JoinRequest,
    Membership,
    MembershipDeed,
    NetworkAnimator,
)
from connect.structures.models import LocalNetwork, Structure

Reader = AbstractBaseUser | AnonymousUser | None


def standing() -> Q:
    """Condition of a membership, or an animation, that has not ended, of an account that is active."""
    return Q(ended_at__isnull=True, user__is_active=True)


def structures_of(user: Reader) -> QuerySet[Structure]:
    """The structures a person acts for, private ones included."""
    if user is None or not user.is_authenticated:
        return Structure.objects.none()
    mine = Membership.objects.filter(standing(), user_id=user.pk).order_by()
    return Structure.objects.filter(pk__in=mine.values("structure_id"))


def memberships_of(user: Reader) -> QuerySet[Membership]:
    """The standing memberships of a person, by name of structure."""
    if user is None or not user.is_authenticated:
        return Membership.objects.none()
    mine = Membership.objects.filter(standing(), user_id=user.pk).select_related("structure")
    return mine.order_by("structure__name", "pk")


def members_of(structure: Structure) -> QuerySet[Membership]:
    """Standing memberships of a structure, administrators first."""
    found = Membership.objects.filter(standing(), structure=structure).select_related("user")
    return found.order_by("role", "user__last_name", "user__first_name", "pk")


def administrators_of(structure: Structure) -> QuerySet[User]:
    """The persons who administer a structure."""
    held = Membership.objects.filter(standing(), structure=structure, role=Role.ADMINISTRATOR)
    return User.objects.filter(pk__in=held.order_by().values("user_id")).order_by("pk")


def administered() -> Exists:
    """Condition of a structure that somebody administers."""
    held = Membership.objects.filter(standing(), role=Role.ADMINISTRATOR, structure=OuterRef("pk"))
    return Exists(held)


def held() -> Exists:
    """Condition of a structure that has a member."""
    return Exists(Membership.objects.filter(standing(), structure=OuterRef("pk")))


def removed_last(user: AbstractBaseUser) -> Exists:
    """Condition of a structure that took this person out, with nothing about them since."""
    theirs = MembershipDeed.objects.filter(structure=OuterRef(OuterRef("pk")), user_id=user.pk)
    last = theirs.order_by("-at", "-pk").values("pk")[:1]
    return Exists(MembershipDeed.objects.filter(pk=Subquery(last), deed=Deed.REMOVED))


def history_of(structure: Structure) -> QuerySet[MembershipDeed]:
    """What happened to the memberships of a structure, the last first, with the persons."""
    return MembershipDeed.objects.filter(structure=structure).select_related("user", "by")


def invitations_of(structure: Structure) -> QuerySet[Invitation]:
    """Invitations that nobody answered or withdrew, those that have lapsed included."""
    found = Invitation.objects.filter(structure=structure, state=Answer.WAITING)
    return found.select_related("invited_by").order_by("-invited_at", "-pk")


def invitations_to(address: str, now: datetime.datetime | None = None) -> QuerySet[Invitation]:
    """Invitations that wait for whoever holds an address."""
    found = Invitation.objects.filter(
        state=Answer.WAITING, address__iexact=address, expires_at__gt=now or timezone.now()
    )
    return found.select_related("structure", "invited_by").order_by("structure__name", "pk")


def requests_to(structure: Structure) -> QuerySet[JoinRequest]:
    """Requests that wait for an answer of a structure, the oldest first."""
    found = JoinRequest.objects.filter(
        structure=structure, state=Answer.WAITING, user__is_active=True
    )
    return found.select_related("user").order_by("asked_at", "pk")


def requests_by(user: AbstractBaseUser) -> QuerySet[JoinRequest]:
    """Requests of a person that wait for an answer."""
    found = JoinRequest.objects.filter(user_id=user.pk, state=Answer.WAITING)
    return found.select_related("structure").order_by("asked_at", "pk")


def networks_of(user: Reader) -> QuerySet[LocalNetwork]:
    """The local networks a person animates."""
    if user is None or not user.is_authenticated:
        return LocalNetwork.objects.none()
    mine = NetworkAnimator.objects.filter(standing(), user_id=user.pk).order_by()
    return LocalNetwork.objects.filter(pk__in=mine.values("network_id"))


def in_networks(networks: Any) -> Q:
    """Condition of a structure that local networks animate: of the network, or seated on its territory.

    What was merged away belongs to nobody.

    Args:
        networks: a queryset of `LocalNetwork`.
    """
    grounds = networks.order_by().values("territory_id")
    mine = (
        Q(local_network__in=networks.order_by().values("pk"))
        | Q(commune_id__in=grounds)
        | Q(commune__epci_id__in=grounds)
        | Q(commune__parent_id__in=grounds)
        | Q(epci_id__in=grounds)
        | Q(department_id__in=grounds)
        | Q(department__parent_id__in=grounds)
        | Q(commune__parent__parent_id__in=grounds)
    )
    return mine & Q(merged_into__isnull=True)
