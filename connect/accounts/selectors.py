"""Reads of accounts."""

from django.db.models import Q

from connect.accounts.enums import StaffRole
from connect.accounts.models import Profile, User


def profile_of(user: User) -> Profile:
    """The profile of a person; a new one, not saved, for who never filled it."""
    found = Profile.objects.filter(user=user).select_related("territory").first()
    return found or Profile(user=user)


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could give rights any more without this person."""
    gives_rights = Q(is_superuser=True) | Q(groups__name=StaffRole.ADMINISTRATOR.label)
    holders = User.objects.filter(gives_rights, is_active=True).values_list("pk", flat=True)
    return set(holders) == {user.pk}
