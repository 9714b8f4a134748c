"""The link by which somebody without account, or not signed in, stops one kind of message."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

_SALT = "connect.notifications.unsubscribe"


@dataclass(frozen=True)
class Ticket:
    """What an unsubscribe link stands for: one recipient of the ledger and one kind."""

    recipient: str
    kind: str


def ticket_link(ticket: Ticket) -> str:
    """The whole address of the page; it never ends, for old mails must keep their word."""
    signed = signing.Signer(salt=_SALT).sign_object([ticket.recipient, ticket.kind])
    return settings.WAGTAILADMIN_BASE_URL + reverse("unsubscribe", args=[signed])


def read_ticket(signed: str) -> Ticket | None:
    """What a signed text stands for, `None` when it was not signed here."""
    try:
        recipient, kind = signing.Signer(salt=_SALT).unsign_object(signed)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(recipient=str(recipient), kind=str(kind))
