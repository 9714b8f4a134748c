"""What we change of allauth's behaviour: mails, messages, addresses, who may give up the second factor."""

from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import (
    DefaultAccountAdapter,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import resolve_url

from connect.accounts import mailing
from connect.accounts.models import User
from connect.accounts.second_factor import must_have
from connect.accounts.services import safe_destination
from connect.accounts.sign_in_links import link_for

# allauth's own sentences are never shown: those that a person needs are written here.
SENTENCES = {
    "mfa/messages/totp_activated.txt": "La vérification en deux étapes est en place.",
    "mfa/messages/totp_deactivated.txt": "La vérification en deux étapes est arrêtée.",
    "account/messages/logged_out.txt": "Vous êtes déconnecté de ce site.",
}
NOTIFIED = {
    "mfa/email/totp_activated": "La vérification en deux étapes vient d’être mise en place sur votre compte.",
    "mfa/email/totp_deactivated": "La vérification en deux étapes vient d’être arrêtée sur votre compte.",
    "mfa/email/recovery_codes_generated": "De nouveaux codes de secours viennent d’être créés pour votre compte.",
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth told to speak French, to write our mails and to stay on this site."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Vérifiez-le dans le dernier courriel reçu.",
        "too_many_login_attempts": "Trop d’essais. Attendez quelques minutes, puis recommencez.",
        "rate_limited": "Trop de demandes. Attendez quelques minutes, puis recommencez.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address as the server saw it; one for all behind a local socket."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  # stands for « unknown », nothing listens

    def is_safe_url(self, url: str | None) -> bool:
        """Whether an address stays on the host that was asked."""
        return bool(url and safe_destination(self.request, url))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by allauth: our own sign-up makes accounts once the address is confirmed."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where a person goes who asked for nothing: the staff to their desk."""
        return resolve_url("wagtailadmin_home" if must_have(request.user) else "account_home")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what we have a sentence for, and nothing else."""
        text = message or SENTENCES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the code and its link to a person, or an invitation to sign up to an unknown address.

        Raises:
            ImmediateHttpResponse: with a page of ours when the mail could not leave.
        """
        if template_prefix == "account/email/login_code":
            user = User.objects.get(email=email)
            link = link_for(self.request, user)
            mailing.send_entrance(self.request, user.email, code=context["code"], link=link)
        else:
            mailing.send_unknown(self.request, email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person that the safety of their account changed; a server that is down stops nothing."""
        if sentence := NOTIFIED.get(template_prefix):
            mailing.tell_of_change(self.request, email or user.email, sentence)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor, which the staff cannot give up."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Attendez le suivant dans votre application, puis saisissez-le.",
        "cannot_delete_authenticator": "Votre rôle demande cette vérification\u00a0: elle ne peut pas être arrêtée.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The code to film, as SVG without any style: our policy refuses inline ones."""
        drawn = BytesIO()
        segno.make(url, error="m", micro=False).save(
            drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#fff",
            svgclass="qr", lineclass=None,
        )  # fmt: skip
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whether the application of codes may be taken out: not for the staff."""
        return not must_have(authenticator.user)
