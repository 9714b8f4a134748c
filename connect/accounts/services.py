"""Verbs of accounts: a person comes to exist, signs in, changes what is theirs."""

from collections.abc import Iterable

from allauth.account.internal.flows.login import (
    perform_login,
    record_authentication,
)
from allauth.account.models import (
    EmailAddress,
    Login,
)
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout, update_session_auth_hash
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.log_actions import log

from connect.accounts.addresses import normal_address
from connect.accounts.models import OpenSession, Profile, User
from connect.accounts.naming import clean_name, refuse_mixed
from connect.accounts.permissions import may_reset_second_factor
from connect.accounts.sessions import end_others, note
from connect.taxonomy.models import Territory, Theme


@transaction.atomic
def person_of_confirmed_address(email: str, *, first_name: str = "", last_name: str = "") -> User:
    """The account of somebody who has just proved that an address is theirs; made when there is none.

    Args:
        email: in any case; the caller has seen the proof (a link or a code sent there).
        first_name: kept for a new account, or where the account had no name at all.
        last_name: likewise.

    Raises:
        ValidationError: when the address or a name is refused.
    """
    address = normal_address(email)
    first, last = clean_name(first_name), clean_name(last_name)
    refuse_mixed(first, last)
    user = User.objects.filter(email=address).first()
    if user is None:
        try:
            with transaction.atomic():
                return User.objects.create_user(address, first_name=first, last_name=last)
        except IntegrityError:
            # Two proofs of one address at the same moment: the other one made the account.
            user = User.objects.get(email=address)
    if not user.get_full_name() and (first or last) and user.is_active:
        user.first_name, user.last_name = first, last
        user.save(update_fields=["first_name", "last_name"])
    return user


def safe_destination(request: HttpRequest, url: str) -> str:
    """An address of this very site to go to, empty when it leads elsewhere.

    Args:
        request: whose host counts as this site.
        url: as found in `next`, so whatever anybody wrote there.
    """
    ours = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if ours else ""


def sign_in(
    request: HttpRequest, user: User, *, redirect_to: str = "", method: str = "code"
) -> HttpResponse:
    """Sign a person in who has just proved who they are; the second factor is asked of those who have one.

    The key of the session changes. Somebody else's open session on this browser ends first.

    Args:
        request: the person's; a POST, since a GET changes nothing.
        user: who they are.
        redirect_to: where to go then, on this site; the account's first page by default.
        method: how they proved it, for the session's record: `code`, `link`.

    Returns:
        A redirection: to the page asked for, to the second factor, or to « compte fermé ».
    """
    target = safe_destination(request, redirect_to)
    if request.user.is_authenticated:
        if request.user.pk == user.pk:
            return redirect(target or resolve_url("account_home"))
        logout(request)
    record_authentication(request, user, method, email=user.email)
    login = Login(user=user, redirect_url=target or None, email=user.email)
    response: HttpResponse = perform_login(request, login)
    return response


@transaction.atomic
def save_profile(
    user: User,
    *,
    first_name: str,
    last_name: str,
    territory: Territory | None,
    themes: Iterable[Theme],
) -> Profile:
    """Keep the name shown, the territory and the themes of a person."""
    user.first_name, user.last_name = first_name, last_name
    user.save(update_fields=["first_name", "last_name"])
    profile, _ = Profile.objects.update_or_create(user=user, defaults={"territory": territory})
    profile.themes.set(themes)
    return profile


class AddressTaken(Exception):
    """Raised when somebody else took an address between the demand and its proof."""


def change_address(user: User, address: str, *, current_key: str | None) -> str:
    """Give an account another address, which was proved; links sent to the former one no longer sign in.

    Every other session ends: whoever read the former mailbox may hold one.

    Args:
        user: whose account.
        address: in its normal form.
        current_key: the key of the session that goes on.

    Returns:
        The former address, to be told of the change.

    Raises:
        AddressTaken: when another account has it.
    """
    former = user.email
    try:
        with transaction.atomic():
            user.email = address
            user.save(update_fields=["email"])
            EmailAddress.objects.filter(user=user).delete()
            end_others(user, current_key)
    except IntegrityError as error:
        user.email = former
        raise AddressTaken from error
    return former


def set_password(request: HttpRequest, user: User, password: str | None) -> None:
    """Choose a password, or none any more; every other session of the person ends, this one goes on.

    Args:
        request: the session that goes on.
        user: its person.
        password: `None` to sign in by code and link only.
    """
    user.set_password(password)
    user.save(update_fields=["password"])
    OpenSession.objects.filter(session_key=request.session.session_key).delete()
    update_session_auth_hash(request, user)
    note(request, user)
    end_others(user, request.session.session_key)


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None) -> bool:
    """Take out the second factor of somebody who lost theirs; all their sessions end, the staff enrol again.

    Args:
        user: who lost it, and was recognised by voice.
        by: who does it; `None` for the operator's command.

    Returns:
        Whether there was one.

    Raises:
        PermissionDenied: when `by` may not.
    """
    if by is not None and not may_reset_second_factor(by, user):
        raise PermissionDenied
    deleted, _ = Authenticator.objects.filter(user=user).delete()
    end_others(user, None)
    if deleted:
        log(instance=user, action="connect.second_factor_reset", user=by)
    return bool(deleted)
