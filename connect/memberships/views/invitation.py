"""The page of an invitation: a GET shows it, a POST accepts it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from connect.accounts.models import User
from connect.accounts.services import person_of_confirmed_address, sign_in
from connect.common.french import quoted
from connect.memberships import inviting
from connect.memberships.models import Invitation
from connect.memberships.views.answering import private_page


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what, and accept by a press of the button.

    Whoever reads mails and opens links in advance accepts nothing. The link never opens an account that exists:
    its holder signs in first.
    """
    found = inviting.invitation_of(token)
    if found is None:
        return private_page(request, "memberships/invitation_ended.html", {}, status=404)
    if request.method != "POST":
        return _page(request, found, token)
    if request.POST.get("faire") == "changer-de-compte":
        logout(request)
        return redirect("invitation", token)
    if request.user.is_authenticated:
        return _accept(request, token, request.user)
    if _has_account(found):
        return redirect_to_login(reverse("invitation", args=[token]))
    return _accept_as_new(request, found, token)


def _has_account(found: Invitation) -> bool:
    return User.objects.filter(email=found.address).exists()


def _page(
    request: HttpRequest, found: Invitation, token: str, *, refused: str = ""
) -> HttpResponse:
    signed_in = request.user.is_authenticated
    context = {
        "invitation": found,
        "token": token,
        "by": found.invited_by.get_full_name() if found.invited_by else "",
        "signed_in": signed_in,
        "other_account": signed_in and cast(User, request.user).email != found.address,
        "must_sign_in": not signed_in and _has_account(found),
        "sign_in_url": f"{reverse('account_login')}?next={reverse('invitation', args=[token])}",
        "refused": refused,
    }
    status = 422 if refused else 200
    return private_page(request, "memberships/invitation.html", context, status=status)


def _accept(request: HttpRequest, token: str, person: User) -> HttpResponse:
    try:
        membership = inviting.accept(token, person)
    except ValidationError as error:
        found = inviting.invitation_of(token)
        if found is not None:
            return _page(request, found, token, refused=" ".join(error.messages))
        membership = None
    if membership is None:
        return private_page(request, "memberships/invitation_ended.html", {}, status=404)
    _welcome(request, membership.structure.name)
    return redirect("my-structure", membership.structure.reference)


def _welcome(request: HttpRequest, name: str) -> None:
    messages.success(request, f"Bienvenue : vous faites maintenant partie de {quoted(name)}.")


def _accept_as_new(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Make the account that the confirmed address lacks, accept, and open its session."""
    person = person_of_confirmed_address(found.address)
    membership = inviting.accept(token, person)
    if membership is None:
        return private_page(request, "memberships/invitation_ended.html", {}, status=404)
    target = reverse("my-structure", args=[membership.structure.reference])
    response = sign_in(request, person, redirect_to=target, method="link")
    _welcome(request, membership.structure.name)
    return response
