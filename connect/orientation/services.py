"""Verbs that change what staff keep of the orientation."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from connect.common import history
from connect.orientation.models import Profile


@transaction.atomic
def save_profile(profile: Profile, *, by: AbstractBaseUser | None = None) -> list[history.Change]:
    """Save a profile and keep its history.

    Raises:
        ValidationError: when a field is wrong.
    """
    stored = Profile.objects.filter(pk=profile.pk).first() if profile.pk else None
    profile.full_clean()
    changes = history.changes_of(profile, stored, {})
    profile.save()
    if changes:
        history.record(profile, "wagtail.create" if stored is None else "wagtail.edit", changes, by)
    return changes
