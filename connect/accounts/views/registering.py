"""Creating an account: nothing exists before the address is confirmed."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.cache import never_cache

from connect.accounts import mailing, proving
from connect.accounts.enums import ProofPurpose
from connect.accounts.forms.entering import SignUpForm
from connect.accounts.forms.summary import summary_of
from connect.accounts.models import User
from connect.accounts.services import person_of_confirmed_address, sign_in
from connect.accounts.views.entering import (
    READ_AND_WRITE,
    kept_out_of_sight,
    wanted,
    with_wanted,
)
from connect.common.visitor_forms import sent_too_often

MOST_AN_HOUR = 20
MOST_AN_ADDRESS = 5


@READ_AND_WRITE
@never_cache
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address and a name, then send a link. The answer is the same for an address that has an account."""
    if request.user.is_authenticated:
        return redirect(wanted(request) or resolve_url("account_home"))
    form = SignUpForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        if not _too_often(request, form.cleaned_data["email"]):
            _send_link(request, form)
            return redirect("account_signup_sent")
        form.add_error(
            None, "Plusieurs comptes ont été demandés. Attendez une heure, puis recommencez."
        )
        status = 429
    context = {
        "form": form,
        "errors": summary_of(form),
        "next": wanted(request),
        "here": with_wanted(request.path, wanted(request)),
        "sign_in": with_wanted(reverse("account_login"), wanted(request)),
    }
    return render(request, "account/signup.html", context, status=status)


def _too_often(request: HttpRequest, address: str) -> bool:
    visitor = sent_too_often(request, "sign-up", most=MOST_AN_HOUR, seconds=3600)
    return visitor or mailing.sent_too_often_to(address, most=MOST_AN_ADDRESS, seconds=3600)


def _send_link(request: HttpRequest, form: SignUpForm) -> None:
    asked = form.cleaned_data
    if User.objects.filter(email=asked["email"]).exists():
        mailing.send_already(request, asked["email"])
        return
    with transaction.atomic():
        secret = proving.ask(
            ProofPurpose.SIGN_UP,
            asked["email"],
            first_name=asked["first_name"],
            last_name=asked["last_name"],
            destination=wanted(request)[:500],
        )
        link = request.build_absolute_uri(reverse("account_signup_link", args=[secret]))
        mailing.send_proof(
            request,
            asked["email"],
            subject="Confirmez votre adresse",
            verb="Créer mon compte",
            link=link,
        )


@never_cache
def sign_up_sent(request: HttpRequest) -> HttpResponse:
    """Say to look at one's mails."""
    return render(request, "accounts/signup_sent.html")


@READ_AND_WRITE
def sign_up_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button, which creates the account and signs in.

    Args:
        request: a GET shows the button, a POST uses the link up.
        secret: as mailed.
    """
    if request.method == "POST":
        with transaction.atomic():
            proof = proving.spend(ProofPurpose.SIGN_UP, secret)
            known = proof is not None and User.objects.filter(email=proof.address).exists()
            person = None
            if proof is not None and not known:
                person = person_of_confirmed_address(
                    proof.address, first_name=proof.first_name, last_name=proof.last_name
                )
        if proof is not None and person is not None:
            messages.success(request, "Votre compte est créé. Bienvenue.")
            return kept_out_of_sight(sign_in(request, person, redirect_to=proof.destination))
        if proof is not None:
            messages.info(request, "Cette adresse a déjà un compte\u00a0: connectez-vous.")
            return kept_out_of_sight(redirect("account_login"))
    elif (proof := proving.find(ProofPurpose.SIGN_UP, secret)) is not None:
        return kept_out_of_sight(render(request, "accounts/signup_link.html", {"proof": proof}))
    again = {"again": reverse("account_signup")}
    return kept_out_of_sight(render(request, "accounts/link_over.html", again, status=410))
