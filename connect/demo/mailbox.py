"""The mails that a demonstration writes to files, shown to whoever tries the product on their own machine."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

FILE_NAME = re.compile(r"[0-9A-Za-z-]+\.eml")
MOST_SHOWN = 200
# The message may hold anything: it is shown without scripts, requests, forms nor our origin.
HTML_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Mail:
    """One message as the templates show it."""

    name: str
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    text: str = ""
    html: str = ""

    @property
    def has_html(self) -> bool:
        """Whether the message has an HTML part, shown by `demo_mail_html`."""
        return bool(self.html)


def _demo_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.DEMO or not settings.EMAIL_BACKEND.endswith("mail_files.EmailBackend"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if isinstance(part, EmailMessage) else ""


def _moment(message: EmailMessage) -> datetime | None:
    """When it was sent; a date without a zone is UTC, as Django writes it."""
    moment: datetime | None = getattr(message["Date"], "datetime", None)
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def read(path: Path) -> Mail:
    """Read a message written by `connect.runtime.mail_files`.

    Args:
        path: an `.eml` file.
    """
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=modern)
    return Mail(
        name=path.name,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=", ".join(str(message[name]) for name in ("To", "Cc") if message[name]),
        sent_at=_moment(message),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


def _found(name: str) -> Mail:
    path = _folder() / name
    if not FILE_NAME.fullmatch(name) or not path.is_file():
        raise Http404
    return read(path)


@never_cache
@require_safe
@_demo_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first.

    Args:
        request: unused.

    Raises:
        Http404: on a real installation.
    """
    newest = sorted(_folder().glob("*.eml"), reverse=True)[:MOST_SHOWN]
    return render(request, "demo/mailbox.html", {"mails": [read(path) for path in newest]})


@never_cache
@require_safe
@_demo_only
def mail_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one message: its text, and a frame for its HTML part.

    Args:
        request: unused.
        name: the file's name.

    Raises:
        Http404: on a real installation, or when there is no such message.
    """
    return render(request, "demo/mail_detail.html", {"mail": _found(name)})


@never_cache
@require_safe
@_demo_only
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML part of one message, locked up.

    Args:
        request: unused.
        name: the file's name.

    Raises:
        Http404: on a real installation, or when there is no such part.
    """
    mail = _found(name)
    if not mail.has_html:
        raise Http404
    return HttpResponse(mail.html, headers={"Content-Security-Policy": HTML_POLICY})
