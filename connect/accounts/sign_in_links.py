"""Links that sign in: sent by mail, good once, for half an hour, on any device."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from sesame.tokens import create_token, parse_token

from connect.accounts.models import User
from connect.accounts.services import safe_destination

_SCOPE = "sign-in"
#: Longer than any token of ours: what is longer is not read.
LONGEST = 120
#: Longer than any address of ours with its filters.
LONGEST_NEXT = 500


def path_for(user: User) -> str:
    """The path that signs a person in once, without host.

    Args:
        user: whom it signs in; a new sign-in, a new address or a new password ends it.
    """
    return reverse("account_login_link", args=[create_token(user, _SCOPE)])


def link_for(request: HttpRequest, user: User) -> str:
    """The address, with its host, that signs a person in once.

    Args:
        request: what asked for it; its `next` goes along when it is an address of this site, and no book.
        user: whom it signs in.
    """
    asked = request.POST.get("next") or request.GET.get("next") or ""
    wanted = safe_destination(request, asked) if len(asked) <= LONGEST_NEXT else ""
    query = f"?{urlencode({'next': wanted})}" if wanted else ""
    return request.build_absolute_uri(path_for(user) + query)


def _active(key: int) -> User | None:
    return User.objects.filter(pk=key, is_active=True).first()


def holder_of(token: str) -> User | None:
    """Whom a token would sign in, `None` once it is used, too old or made up. Looking spends nothing."""
    if len(token) > LONGEST or not token.isascii():
        return None
    found: User | None = parse_token(token, _active, _SCOPE)
    return found


@transaction.atomic
def spend(token: str) -> User | None:
    """Use a token up: of two persons who press at once, one is signed in.

    Returns:
        The person, `None` when the token no longer stands.
    """
    holder = holder_of(token)
    if holder is None:
        return None
    # The second one waits here, then reads a date of sign-in that its token does not hold any more.
    User.objects.select_for_update(no_key=True).get(pk=holder.pk)
    if (holder := holder_of(token)) is None:
        return None
    holder.last_login = timezone.now()
    holder.save(update_fields=["last_login"])
    return holder
