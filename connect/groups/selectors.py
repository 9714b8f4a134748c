"""Reads of groups."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from connect.accounts.models import User
from connect.groups.enums import Openness, Role
from connect.groups.models import Group, GroupInvitation, GroupMembership, GroupRequest

Reader = AbstractBaseUser | AnonymousUser | None
STAFF_RIGHT = "groups.change_group"


def sees_everything(reader: Any) -> bool:
    """Whether the person runs the groups for the chamber."""
    return bool(reader and reader.is_active and reader.has_perm(STAFF_RIGHT))


def standing() -> Q:
    """Condition of a membership that has not ended, of an account that is active."""
    return Q(ended_at__isnull=True, user__is_active=True)


def groups_of(user: Reader) -> QuerySet[Group]:
    """The groups a person belongs to, archived ones included."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Group.objects.none()
    mine = GroupMembership.objects.filter(standing(), user_id=user.pk).order_by()
    return Group.objects.filter(pk__in=mine.values("group_id"))


def visible_to(reader: Reader) -> QuerySet[Group]:
    """Groups that this reader may know of.

    Everybody: those that are neither private nor archived. Members: theirs. Staff who run the groups: all.
    """
    shown = Q(archived_at__isnull=True) & ~Q(openness=Openness.PRIVATE)
    if reader is None or not reader.is_authenticated or not reader.is_active:
        return Group.objects.filter(shown)
    if sees_everything(reader):
        return Group.objects.all()
    return Group.objects.filter(shown | Q(pk__in=groups_of(reader).order_by().values("pk")))


def members_of(group: Group) -> QuerySet[GroupMembership]:
    """Standing memberships of a group: leads first, then by name."""
    found = GroupMembership.objects.filter(standing(), group=group).select_related("user")
    return found.order_by("role", "user__last_name", "user__first_name", "pk")


def leads_of(group: Group) -> QuerySet[GroupMembership]:
    """The « référents » of a group."""
    return members_of(group).exclude(role=Role.MEMBER)


def membership_of(user: Reader, group: Group) -> GroupMembership | None:
    """The standing membership of a person in a group."""
    if user is None or not user.is_authenticated:
        return None
    return members_of(group).filter(user_id=user.pk).first()


def waiting_requests(group: Group) -> QuerySet[GroupRequest]:
    """Requests that await an answer, the oldest first."""
    waiting = GroupRequest.objects.filter(group=group, outcome="", user__is_active=True)
    return waiting.select_related("user").order_by("asked_at", "pk")


def waiting_request(user: Reader, group: Group) -> GroupRequest | None:
    """The request of a person that awaits an answer."""
    if user is None or not user.is_authenticated:
        return None
    return waiting_requests(group).filter(user_id=user.pk).first()


def standing_invitations() -> Q:
    """Condition of an invitation that may still be answered."""
    return Q(outcome="", expires_at__gt=timezone.now(), group__archived_at__isnull=True)


def invitations_to(user: User) -> QuerySet[GroupInvitation]:
    """Invitations that await a person, known by their address."""
    found = GroupInvitation.objects.filter(standing_invitations(), address=user.email)
    return found.select_related("group", "invited_by").order_by("-invited_at", "pk")


def sent_invitations(group: Group) -> QuerySet[GroupInvitation]:
    """Invitations of a group that may still be answered."""
    found = GroupInvitation.objects.filter(standing_invitations(), group=group)
    return found.select_related("invited_by").order_by("-invited_at", "pk")


def listed(reader: Reader) -> QuerySet[Group]:
    """The groups of the list, with what their lines say; those that are over are left out."""
    people = Count("memberships", filter=Q(memberships__ended_at__isnull=True,
                                           memberships__user__is_active=True))  # fmt: skip
    found = visible_to(reader).filter(archived_at__isnull=True)
    return (
        found.annotate(member_count=people).select_related("territory").prefetch_related("themes")
    )


def mine(user: User) -> QuerySet[GroupMembership]:
    """The standing memberships of a person, with their groups: those that go on first, then by name."""
    found = GroupMembership.objects.filter(standing(), user=user).select_related("group__territory")
    waiting = GroupRequest.objects.filter(outcome="", user__is_active=True).order_by("pk")
    return found.prefetch_related(Prefetch("group__requests", waiting, to_attr="waiting")).order_by(
        "group__archived_at", "group__name", "pk"
    )


def my_requests(user: User) -> QuerySet[GroupRequest]:
    """The requests of a person that await an answer."""
    found = GroupRequest.objects.filter(user=user, outcome="", group__archived_at__isnull=True)
    return found.select_related("group").order_by("asked_at", "pk")
