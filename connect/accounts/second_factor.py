"""The second factor: who must have one, and whether this session has passed it."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

#: What allauth writes in the session once a code of the second factor was right.
METHOD = "mfa"


def must_have(user: Any) -> bool:
    """Whether a person belongs to the staff: nobody of it works with one factor alone."""
    return bool(
        user.is_active
        and (user.is_staff or user.is_superuser or user.has_perm("wagtailadmin.access_admin"))
    )


def has_enrolled(user: Any) -> bool:
    """Whether a person has an application of codes; recovery codes alone do not count."""
    found = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP)
    return bool(found.exists())


def passed(request: HttpRequest) -> bool:
    """Whether the person of this session gave a second factor in it."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == METHOD for record in records)


def note_passed(request: HttpRequest) -> None:
    """Write that the person has just shown a right code, at enrolment."""
    record_authentication(request, request.user, METHOD, type="totp")


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether the person proved who they are in the last minutes, by whatever way."""
    records = get_authentication_records(request, request.user)
    latest = max((record.get("at", 0.0) for record in records), default=0.0)
    return bool(time.time() - latest < settings.RECENT_SIGN_IN)
