"""Erasing an account: what is personal goes, what others wrote or read stays readable."""

from functools import partial

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.users.models import UserProfile

from connect.accounts.events import RightsChanged
from connect.accounts.log_names import rows_naming, take_out
from connect.accounts.models import AddressProof, Profile, User
from connect.accounts.privacy import holdings
from connect.accounts.selectors import administrators, is_last_administrator
from connect.accounts.sessions import end_others
from connect.common.events import announce


class LastAdministrator(Exception):
    """Raised when nobody could administer the site any more."""


@transaction.atomic
def erase(user: User) -> None:
    """Erase a person: every holding first, then the account, whose row stays without anything personal.

    Args:
        user: whose account; their address is free again.

    Raises:
        LastAdministrator: then nothing is erased.
    """
    # Two administrators who leave at the same moment wait for each other here, in one order for both.
    concerned = Q(pk=user.pk) | Q(pk__in=administrators().order_by().values("pk"))
    # Rows that only point to these persons may be written meanwhile: their writers may hold what comes next.
    locked = User.objects.select_for_update(no_key=True).filter(concerned).order_by("pk")
    user = next(row for row in locked if row.pk == user.pk)
    if user.erased_at is not None:
        return
    if is_last_administrator(user):
        raise LastAdministrator
    named, words = rows_naming(user), [word for word in (user.get_full_name(), user.email) if word]
    for holding in holdings():
        holding.erase(user)
    end_others(user, None)
    user.email = f"efface-{user.public_id.hex}@compte.invalid"
    user.first_name = user.last_name = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.erased_at = timezone.now()
    # No session survives: each one holds a digest of the password.
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    take_out(named, words)
    announce(RightsChanged(user.pk))


def erase_account(user: User) -> None:
    """Delete what the accounts themselves keep beside the row: second factor, profiles, addresses being proved."""
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Profile.objects.filter(user=user).delete()
    AddressProof.objects.filter(user=user).delete()
    AddressProof.objects.filter(address=user.email).delete()
    for kept in UserProfile.objects.filter(user=user):
        if kept.avatar:
            transaction.on_commit(partial(kept.avatar.storage.delete, kept.avatar.name))
        kept.delete()
