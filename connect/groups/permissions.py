"""Who may do what in a group. Every layer above asks here."""

from connect.groups.enums import Openness
from connect.groups.models import Group
from connect.groups.selectors import (
    Reader,
    leads_of,
    membership_of,
    sees_everything,
    visible_to,
)


def may_see(user: Reader, group: Group) -> bool:
    """Whether the person may know that the group exists."""
    return visible_to(user).filter(pk=group.pk).exists()


def is_member(user: Reader, group: Group) -> bool:
    """Whether the person belongs to the group today."""
    return membership_of(user, group) is not None


def may_see_members(user: Reader, group: Group) -> bool:
    """Whether the person reads who belongs to the group: its members, and the staff who run groups."""
    return is_member(user, group) or sees_everything(user)


def may_take_part(user: Reader, group: Group) -> bool:
    """Whether the person may write in the group: its members, while it lasts."""
    return not group.is_archived and is_member(user, group)


def may_join(user: Reader, group: Group) -> bool:
    """Whether the person may come in, or ask to: anybody signed in who is not a member, unless it is private."""
    return (
        user is not None
        and user.is_authenticated
        and not group.is_archived
        and group.openness != Openness.PRIVATE
        and not is_member(user, group)
    )


def may_manage(user: Reader, group: Group) -> bool:
    """Whether the person accepts requests, invites and gives roles: the « référents », and the staff who run groups."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    return leads_of(group).filter(user_id=user.pk).exists() or sees_everything(user)
