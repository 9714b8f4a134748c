"""What a person changes of their own account: name, password, address, open sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connect.accounts import mailing, proving, sessions
from connect.accounts.enums import ProofPurpose
from connect.accounts.forms.settling import NewAddressForm, PasswordForm, ProfileForm
from connect.accounts.forms.summary import summary_of
from connect.accounts.models import OpenSession, User
from connect.accounts.selectors import profile_of
from connect.accounts.services import AddressTaken, change_address, save_profile, set_password
from connect.accounts.signed_in import person_of
from connect.accounts.views.entering import kept_out_of_sight
from connect.accounts.views.recent import recent_sign_in_required

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])
MOST_ADDRESSES_A_DAY = 5
_CHOSEN = "Le mot de passe de votre compte vient d’être changé."
_REMOVED = "Le mot de passe de votre compte vient d’être retiré."


@never_cache
@READ_AND_WRITE
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """The name shown, the territory and the themes."""
    kept = profile_of(person_of(request))
    form = ProfileForm(request.POST if request.method == "POST" else None, profile=kept)
    if form.is_bound and form.is_valid():
        save_profile(kept.user, **form.cleaned_data)
        messages.success(request, "Votre profil est enregistré.")
        return redirect("account_profile")
    context = {"form": form, "errors": summary_of(form)}
    return render(request, "accounts/profile.html", context)


@sensitive_post_parameters("password", "again")
@never_cache
@READ_AND_WRITE
@recent_sign_in_required
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, change it, or do without."""
    user = person_of(request)
    if request.method == "POST" and "remove" in request.POST:
        set_password(request, user, None)
        mailing.tell_of_change(request, user.email, _REMOVED)
        messages.success(request, "Vous n’avez plus de mot de passe\u00a0: un code suffit.")
        return redirect("account_password")
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_bound and form.is_valid():
        set_password(request, user, form.cleaned_data["password"])
        mailing.tell_of_change(request, user.email, _CHOSEN)
        messages.success(request, "Votre mot de passe est enregistré.")
        return redirect("account_password")
    context = {"form": form, "errors": summary_of(form), "has_one": user.has_usable_password()}
    return render(request, "accounts/password.html", context)


@never_cache
@READ_AND_WRITE
@recent_sign_in_required
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address. The answer does not tell whether somebody else has it."""
    user = person_of(request)
    form = NewAddressForm(request.POST if request.method == "POST" else None, user=user)
    status = 200
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["email"]
        counted = f"{user.pk}@changes"
        if mailing.sent_too_often_to(counted, most=MOST_ADDRESSES_A_DAY, seconds=24 * 3600):
            form.add_error(None, "Plusieurs changements ont été demandés. Recommencez demain.")
            status = 429
        else:
            _send_proof(request, user, wanted)
            messages.success(request, f"Nous venons d’écrire à {wanted}. Ouvrez le lien reçu.")
            return redirect("account_address")
    context = {"form": form, "errors": summary_of(form), "now": user.email}
    return render(request, "accounts/address.html", context, status=status)


def _send_proof(request: HttpRequest, user: User, wanted: str) -> None:
    if User.objects.filter(email=wanted).exists():
        mailing.send_already(request, wanted)
        return
    with transaction.atomic():
        secret = proving.ask(ProofPurpose.CHANGE, wanted, user=user)
        link = request.build_absolute_uri(reverse("account_address_link", args=[secret]))
        subject = "Confirmez votre nouvelle adresse"
        mailing.send_proof(
            request, wanted, subject=subject, verb="Prendre cette adresse", link=link
        )


@READ_AND_WRITE
@login_required
def address_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show one button, which changes the address of the account that asked for it, and of no other.

    Args:
        request: a GET shows the button, a POST uses the link up.
        secret: as mailed.
    """
    user = person_of(request)
    proof = proving.find(ProofPurpose.CHANGE, secret)
    if proof is None or proof.user_id != user.pk:
        again = {"again": reverse("account_address")}
        return kept_out_of_sight(render(request, "accounts/link_over.html", again, status=410))
    if request.method != "POST":
        context = {"proof": proof, "now": user.email}
        return kept_out_of_sight(render(request, "accounts/address_link.html", context))
    try:
        with transaction.atomic():
            proving.spend(ProofPurpose.CHANGE, secret)
            former = change_address(user, proof.address, current_key=request.session.session_key)
    except AddressTaken:
        messages.error(request, "Cette adresse vient d’être prise par un autre compte.")
        return kept_out_of_sight(redirect("account_address"))
    sentence = (
        "L’adresse de votre compte vient d’être changée\u00a0: celle-ci ne permet plus d’y entrer."
    )
    mailing.tell_of_change(request, former, sentence)
    messages.success(request, f"Vous vous connectez désormais avec {user.email}.")
    return kept_out_of_sight(redirect("account_address"))


@never_cache
@require_safe
@login_required
def open_sessions(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in."""
    listed = sessions.sessions_of(request, person_of(request))
    context = {"sessions": listed, "current": request.session.session_key}
    return render(request, "accounts/sessions.html", context)


@require_POST
@login_required
def end_session(request: HttpRequest, key: int) -> HttpResponseBase:
    """End one session of one's own.

    Args:
        request: the person's.
        key: primary key of the session; somebody else's does not exist.
    """
    ended = get_object_or_404(OpenSession, pk=key, user=person_of(request))
    current = ended.session_key == request.session.session_key
    if current:
        return redirect("account_logout")
    sessions.end(ended)
    messages.success(request, f"{ended.device} est déconnecté.")
    return redirect("account_sessions")


@require_POST
@login_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every other session of one's own."""
    sessions.end_others(person_of(request), request.session.session_key)
    messages.success(request, "Vos autres appareils sont déconnectés.")
    return redirect("account_sessions")
