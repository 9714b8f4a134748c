"""Mails about the account itself: sent at once, for the person waits for them."""

import logging
from typing import Any

from allauth.core.exceptions import (
    ImmediateHttpResponse,
)
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac

from connect.accounts.models import User

logger = logging.getLogger(__name__)

_WHY = "Vous recevez ce message parce que votre adresse a été saisie sur notre site."


def _compose(
    request: HttpRequest, address: str, subject: str, templates: tuple[str, str], **shown: Any
) -> EmailMultiAlternatives:
    text, html = templates
    context = {
        "mail_subject": subject,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "site_url": request.build_absolute_uri("/").rstrip("/"),
        "why": _WHY,
        "my_mails_url": "",
        "unsubscribe_url": "",
        **shown,
    }
    message = EmailMultiAlternatives(subject, render_to_string(text, context).strip(), to=[address])
    message.attach_alternative(render_to_string(html, context), "text/html")
    return message


def _send(request: HttpRequest, message: EmailMultiAlternatives) -> None:
    """Send now, or stop with a page that says to try again.

    Raises:
        ImmediateHttpResponse: when the mail server is down or refuses; nothing is kept, nothing was promised.
    """
    try:
        message.send()
    except OSError as error:
        logger.warning("A mail of the account could not leave: %s", type(error).__name__)
        page = render(request, "accounts/mail_down.html", status=503)
        page.headers["Retry-After"] = "120"
        raise ImmediateHttpResponse(page) from error


def send_entrance(request: HttpRequest, address: str, *, code: str, link: str) -> None:
    """Send the code and the link that sign in.

    Args:
        request: what asked for it.
        address: the account's own, as kept.
        code: digits, for the page where it was asked.
        link: an address with its host, for any device.
    """
    subject = f"{code}\u00a0: votre code de connexion"
    templates = ("accounts/mails/entrance.txt", "accounts/mails/entrance.html")
    shown = {"code": code, "link": link, "minutes": settings.SESAME_MAX_AGE // 60}
    _send(request, _compose(request, address, subject, templates, **shown))


def send_unknown(request: HttpRequest, address: str) -> None:
    """Tell an address without account, or whose account is closed, that nobody can sign in with it."""
    closed = User.objects.filter(email=address, is_active=False).exists()
    sign_up = request.build_absolute_uri(reverse("account_signup"))
    templates = ("accounts/mails/unknown.txt", "accounts/mails/unknown.html")
    shown = {"closed": closed, "sign_up": sign_up}
    _send(request, _compose(request, address, "Votre demande de connexion", templates, **shown))


def send_proof(request: HttpRequest, address: str, *, subject: str, verb: str, link: str) -> None:
    """Send the link that proves an address.

    Args:
        request: what asked for it.
        address: the one to prove.
        subject: what it is for.
        verb: what the button does, such as « Créer mon compte ».
        link: an address with its host.
    """
    templates = ("accounts/mails/proof.txt", "accounts/mails/proof.html")
    _send(request, _compose(request, address, subject, templates, verb=verb, link=link))


def send_already(request: HttpRequest, address: str) -> None:
    """Tell somebody who signs up, or takes an address, that it already has an account."""
    templates = ("accounts/mails/already.txt", "accounts/mails/already.html")
    sign_in = request.build_absolute_uri(reverse("account_login"))
    subject = "Votre adresse a déjà un compte"
    _send(request, _compose(request, address, subject, templates, sign_in=sign_in))


def tell_of_change(request: HttpRequest, address: str, sentence: str) -> None:
    """Tell a person that something of their account changed; the change stands even if the mail cannot leave.

    Args:
        request: what changed it.
        address: the person's.
        sentence: what changed, one sentence.
    """
    templates = ("accounts/mails/changed.txt", "accounts/mails/changed.html")
    sessions = request.build_absolute_uri(reverse("account_sessions"))
    message = _compose(
        request, address, "Votre compte a changé", templates, sentence=sentence, sessions=sessions
    )
    try:
        message.send()
    except OSError as error:
        logger.warning("A change of account could not be told: %s", type(error).__name__)


def tell_of_erasure(request: HttpRequest, address: str) -> None:
    """Tell somebody that their account is gone; the last mail they get.

    Args:
        request: what erased it.
        address: the one the account had.
    """
    templates = ("accounts/mails/erased.txt", "accounts/mails/erased.html")
    message = _compose(request, address, "Votre compte est effacé", templates)
    try:
        message.send()
    except OSError as error:
        logger.warning("An erasure could not be told: %s", type(error).__name__)


def sent_too_often_to(address: str, *, most: int, seconds: int) -> bool:
    """Count a mail to an address, and say whether it is one too many; kept as a keyed digest, in the cache only.

    Args:
        address: in its normal form.
        most: how many are accepted in the window.
        seconds: length of the window.
    """
    key = "mailed:" + salted_hmac("connect.accounts.mailing", address).hexdigest()[:32]
    cache.add(key, 0, timeout=seconds)
    try:
        return int(cache.incr(key)) > most
    except ValueError:
        return False
