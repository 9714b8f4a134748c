"""Reads of accounts."""

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from connect.accounts.enums import StaffRole
from connect.accounts.models import Profile, User


def profile_of(user: User) -> Profile:
    """The profile of a person; a new one, not saved, for who never filled it."""
    found = Profile.objects.filter(user=user).select_related("territory").first()
    return found or Profile(user=user)


def administrators() -> QuerySet[User]:
    """Those who may give rights to others."""
    gives_rights = Q(is_superuser=True) | Q(groups__name=StaffRole.ADMINISTRATOR.label)
    found = User.objects.filter(gives_rights, is_active=True).order_by().values("pk")
    return User.objects.filter(pk__in=found)


def staff() -> QuerySet[User]:
    """Those who may enter the management pages: the same as `second_factor.must_have`, in one statement."""
    right = Permission.objects.filter(
        content_type__app_label="wagtailadmin", codename="access_admin"
    ).order_by()
    entering = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    found = User.objects.filter(
        Q(is_superuser=True) | Q(is_staff=True) | entering, is_active=True
    ).order_by()
    return User.objects.filter(pk__in=found.values("pk"))


def is_last_administrator(user: User) -> bool:
    """Whether nobody else could give rights any more without this person."""
    return set(administrators().order_by("pk").values_list("pk", flat=True)) == {user.pk}
