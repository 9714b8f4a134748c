"""Open sessions: noted at sign-in, listed, ended."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from connect.accounts.events import RightsChanged
from connect.accounts.models import OpenSession, User
from connect.common.events import announce

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """A device in words that its owner knows again, such as « Firefox sur Windows »."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Navigateur")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser


def _store(key: str | None = None) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store


def note(request: HttpRequest, user: User) -> None:
    """Note that this browser is signed in, under the session's key of the moment."""
    if not request.session.session_key:
        request.session.save()
    device = device_of(request.META.get("HTTP_USER_AGENT", ""))
    OpenSession.objects.update_or_create(
        session_key=request.session.session_key, defaults={"user": user, "device": device}
    )


def note_sign_in(sender: Any, request: HttpRequest | None, user: Any, **rest: Any) -> None:
    """Receiver of Django's `user_logged_in`.

    Args:
        sender: the model, unused.
        request: the sign-in; none when a command signs in.
        user: who signed in.
        rest: what else the signal says.
    """
    if request is not None and isinstance(user, User):
        note(request, user)


def tell_sign_out(sender: Any, request: HttpRequest | None, user: Any, **rest: Any) -> None:
    """Receiver of Django's `user_logged_out`.

    Args:
        sender: the model, unused.
        request: unused.
        user: who signed out; none when nobody was signed in.
        rest: what else the signal says.
    """
    if isinstance(user, User):
        announce(RightsChanged(user.pk))


def sessions_of(request: HttpRequest, user: User) -> list[OpenSession]:
    """Where a person is signed in, newest first; sessions that ended by themselves are forgotten on the way."""
    if not OpenSession.objects.filter(session_key=request.session.session_key).exists():
        note(request, user)
    forget_ended(user)
    return list(OpenSession.objects.filter(user=user))


def end(session: OpenSession) -> None:
    """End a session: the browser that holds it is signed out at its next request."""
    _store().delete(session.session_key)
    session.delete()
    announce(RightsChanged(session.user_id))


def end_others(user: User, current_key: str | None) -> int:
    """End every session of a person but one.

    Args:
        user: whose sessions.
        current_key: the key of the one that stays; `None` ends them all.

    Returns:
        How many ended.
    """
    others = list(OpenSession.objects.filter(user=user).exclude(session_key=current_key or ""))
    for session in others:
        end(session)
    return len(others)


def forget_ended(user: User | None = None) -> int:
    """Forget the sessions that ended: signed out, or two weeks old.

    Args:
        user: of one person only; everybody's by default.

    Returns:
        How many were forgotten.
    """
    noted = OpenSession.objects.all() if user is None else OpenSession.objects.filter(user=user)
    ended = [session.pk for session in noted if not _store().exists(session.session_key)]
    OpenSession.objects.filter(pk__in=ended).delete()
    return len(ended)
