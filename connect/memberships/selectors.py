"""Reads of memberships."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from connect.accounts.models import User
from connect.memberships.enums import Role
from connect.memberships.models import Membership, NetworkAnimator
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


def members_of(structure: Structure) -> QuerySet[Membership]:
    """Standing memberships of a structure, administrators first."""
    found = Membership.objects.filter(standing(), structure=structure).select_related("user")
    return found.order_by("role", "user__last_name", "user__first_name", "pk")


def administrators_of(structure: Structure) -> QuerySet[User]:
    """The persons who administer a structure."""
    held = Membership.objects.filter(standing(), structure=structure, role=Role.ADMINISTRATOR)
    return User.objects.filter(pk__in=held.order_by().values("user_id")).order_by("pk")


def networks_of(user: Reader) -> QuerySet[LocalNetwork]:
    """The local networks a person animates."""
    if user is None or not user.is_authenticated:
        return LocalNetwork.objects.none()
    mine = NetworkAnimator.objects.filter(standing(), user_id=user.pk).order_by()
    return LocalNetwork.objects.filter(pk__in=mine.values("network_id"))


def in_networks(networks: Any) -> Q:
    """Condition of a structure that local networks animate: of the network, or seated on its territory.

    Args:
        networks: a queryset of `LocalNetwork`.
    """
    grounds = networks.order_by().values("territory_id")
    return (
        Q(local_network__in=networks.order_by().values("pk"))
        | Q(commune_id__in=grounds)
        | Q(epci_id__in=grounds)
        | Q(department_id__in=grounds)
        | Q(department__parent_id__in=grounds)
    )
