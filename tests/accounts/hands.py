"""What a person does with a browser and a mailbox, for the tests of sign-in."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core import mail
from django.test import Client
from django.urls import reverse

from connect.accounts.models import User

SIGN_IN = "/compte/connexion/"
CODE = "/compte/connexion/code/"


def ask_code(client: Client, address: str, **more: str) -> Any:
    """Ask for a code, from the page as it was shown."""
    client.get(SIGN_IN, more)
    return client.post(SIGN_IN, {"email": address, **more})


def last_code() -> str:
    """The code of the last mail."""
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found
    return found[1]


def last_link(start: str = "/compte/") -> str:
    """The path of the link in the last mail."""
    found = re.search(rf"http://[^/\s]+({re.escape(start)}\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def enter_by_code(client: Client, address: str, **more: str) -> Any:
    """Ask for a code and type it."""
    page = ask_code(client, address, **more).headers["Location"]
    client.get(page)
    return client.post(page, {"code": last_code()})


def enrol(user: User) -> str:
    """Give a person a second factor.

    Returns:
        Its secret.
    """
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def second_code(secret: str, step: int = 0) -> str:
    """The code that the application shows now, or some half-minutes away."""
    now = list(counters())
    return format_hotp_value(hotp_value(secret, now[len(now) // 2] + step))


def signed_in(client: Client) -> bool:
    """Whether the browser is signed in, as the server sees it."""
    return "_auth_user_id" in client.session


def has_factor(user: User) -> bool:
    """Whether a person has a second factor."""
    return bool(Authenticator.objects.filter(user=user, type="totp").exists())


def enrol_by_hand(client: Client) -> Any:
    """Put the second factor in place, as its page asks."""
    address = reverse("mfa_activate_totp")
    page = client.get(address)
    return client.post(address, {"code": second_code(page.context["form"].secret)})
