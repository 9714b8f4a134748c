"""How a message is drawn: subject, text, HTML and headers."""

import re
import textwrap
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from connect.common.templatetags.ui import typeset
from connect.notifications.kinds import Kind, Mail
from connect.notifications.models import Notice
from connect.notifications.unsubscribing import Ticket, ticket_link

# Columns of a text mail; addresses are never cut.
WIDTH = 76
# What ends a line, or would; no-break spaces are kept.
_SPACES = re.compile(r"[\s]*[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029][\s]*| {2,}")
_SALT = "connect.notifications.message-id"


def message_id(notice: Notice) -> str:
    """The identifier of a message, the same at each try, so that a server or a reader can tell a second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    told = f"{notice.kind}|{notice.key}|{notice.recipient}"
    digest = salted_hmac(_SALT, told, algorithm="sha256").hexdigest()[:20]
    return f"<notice-{notice.pk}.{digest}@{domain}>"


def draw(notice: Notice, kind: Kind, mail: Mail, *, address: str) -> EmailMultiAlternatives:
    """The whole message, ready to be handed over.

    Args:
        notice: the row it is about.
        kind: its kind.
        mail: what `compose` answered.
        address: where it goes.
    """
    subject = typeset(_SPACES.sub(" ", mail.subject).strip())
    unsubscribe = ""
    if not kind.essential:
        unsubscribe = ticket_link(Ticket(notice.recipient, notice.kind))
    context: dict[str, Any] = {
        "mail_subject": subject,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": settings.WAGTAILADMIN_BASE_URL,
        "why": typeset(kind.why),
        "my_mails_url": settings.WAGTAILADMIN_BASE_URL + reverse("my-mails")
        if notice.user_id
        else "",
        "unsubscribe_url": unsubscribe,
        **mail.context,
    }
    message = EmailMultiAlternatives(
        subject=subject,
        body=wrapped(render_to_string(f"{mail.template}.txt", context)),
        to=[address],
        headers=_headers(notice, unsubscribe),
    )
    html = render_to_string(f"{mail.template}.html", context).strip()
    message.attach_alternative(html, "text/html")
    return message


def _headers(notice: Notice, unsubscribe: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(notice),
        # Absence messages are not wanted in return (RFC 3834, and its like at Microsoft).
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if unsubscribe:
        # The mail client's own button posts to this address (RFC 8058).
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def wrapped(text: str) -> str:
    """A text mail with lines of at most `WIDTH` columns; addresses stay whole, quotations stay quoted."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        mark = "> " if line.startswith("> ") else ""
        body = line.rstrip()[len(mark) :]
        folded = textwrap.wrap(
            body, WIDTH - len(mark), break_long_words=False, break_on_hyphens=False
        )
        lines += [f"{mark}{part}".rstrip() for part in folded or [""]]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
