"""Who holds a socket: read from the database each time it is asked, for a session may be ended from elsewhere."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.http.cookie import parse_cookie

from connect.accounts import second_factor
from connect.accounts.models import User


def session_key_of(scope: Mapping[str, Any]) -> str:
    """The key of the session that the browser sent, or nothing.

    Args:
        scope: of the socket; its headers are read.
    """
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            found = parse_cookie(value.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
            if found:
                return found
    return ""


def person_of(session_key: str) -> User | None:
    """The person of a session, as pages would let them in.

    Args:
        session_key: as the browser sent it; may be anything.

    Returns:
        `None` when the session is over, the account is closed, or the staff's second factor is missing.
    """
    if not session_key:
        return None
    request = HttpRequest()
    request.session = _store(session_key)
    request.user = user = get_user(request)
    if not isinstance(user, User) or not user.is_active:
        return None
    if second_factor.must_have(user) and not second_factor.passed(request):
        return None
    return user


def _store(session_key: str) -> SessionBase:
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return store
