"""« Se référencer »: find one's structure, claim it, ask to join it, or describe it so that it is added."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from connect.accounts.models import User
from connect.common.french import quoted
from connect.common.sanitising import plain_text
from connect.common.visitor_forms import sent_too_often
from connect.memberships import claiming, permissions, requesting
from connect.memberships.claim_forms import ClaimForm, NewStructureForm
from connect.memberships.claiming import Described, Kept
from connect.memberships.enums import ClaimState
from connect.memberships.forms import JoinForm, errors_of, take
from connect.memberships.selectors import administered
from connect.memberships.views.answering import private_page
from connect.structures.finding import LONGEST, find_by_name, resembling
from connect.structures.models import Structure
from connect.structures.selectors import visible_to

MOST_AN_HOUR = 6
TOO_OFTEN = (
    "Plusieurs demandes sont déjà parties de chez vous depuis une heure. Votre texte est encore ci-dessous : "
    "gardez cette page ouverte et renvoyez-le dans une heure."
)


def _signed_in(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Say what it is for, and look for the structure by its name."""
    typed = plain_text(request.GET.get("nom", ""))[:LONGEST]
    shown = visible_to(request.user)
    found = find_by_name(typed, shown) if typed else []
    context = {"typed": typed, "found": found}
    return private_page(request, "memberships/claim_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def of_structure(request: HttpRequest, reference: str) -> HttpResponse:
    """Claim a structure of the directory, or ask its administrators to join it.

    Raises:
        Http404: for a structure that is not shown.
    """
    structure = get_object_or_404(
        visible_to(request.user).annotate(held=administered()), reference=reference
    )
    person = _signed_in(request)
    if person is not None and permissions.is_member(person, structure):
        return redirect("my-structure", structure.reference)
    if structure.held:  # type: ignore[attr-defined]  # annotated
        return _ask_to_join(request, structure)
    form = ClaimForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        kept = _submit(request, form, structure)
        if kept is not None:
            return _received(request, kept)
    return _form_page(request, "memberships/claim_structure.html", form, structure=structure)


def _form_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    sent = request.method == "POST"
    context |= {"form": form, "errors": errors_of(form) if sent else []}
    return private_page(request, template, context, status=422 if sent else 200)


def _ask_to_join(request: HttpRequest, structure: Structure) -> HttpResponse:
    """The page of a structure that somebody administers: it is for them to let others in."""
    person = _signed_in(request)
    form = JoinForm(request.POST or None)
    here = reverse("claim-structure", args=[structure.reference])
    context = {
        "structure": structure,
        "signed_in": person is not None,
        "sign_in_url": f"{reverse('account_login')}?next={here}",
    }
    if person is None or request.method != "POST" or not form.is_valid():
        return _form_page(request, "memberships/join.html", form, **context)
    try:
        requesting.ask_to_join(person, structure, message=form.cleaned_data["message"])
    except ValidationError as error:
        take(form, error)
        return _form_page(request, "memberships/join.html", form, **context)
    messages.success(
        request,
        f"Votre demande est transmise aux administrateurs de {quoted(structure.name)} ; "
        "vous recevrez leur réponse par courriel.",
    )
    return redirect("my-structures")


@require_http_methods(["GET", "HEAD", "POST"])
def new_structure(request: HttpRequest) -> HttpResponse:
    """Describe a structure that the directory does not have; those that it resembles are shown first."""
    person = _signed_in(request)
    initial = {"name": plain_text(request.GET.get("nom", ""))[:LONGEST]}
    form = NewStructureForm(request.POST or None, user=person, initial=initial)
    alike: list[Any] = []
    if request.method == "POST" and form.is_valid():
        described = form.described()
        alike = _alike(request, described)
        if not alike or form.cleaned_data["distinct"]:
            kept = _submit(request, form, described)
            if kept is not None:
                return _received(request, kept)
        else:
            form.add_error(
                None, "L’annuaire a déjà une structure qui ressemble à la vôtre : est-ce elle ?"
            )
    return _form_page(
        request, "memberships/claim_new.html", form, alike=alike, communes=form.communes
    )


def _alike(request: HttpRequest, described: Described) -> list[Any]:
    shown = visible_to(request.user).order_by("name", "pk")
    return resembling(described.name, described.commune, described.website, shown)


def _submit(request: HttpRequest, form: ClaimForm, subject: Structure | Described) -> Kept | None:
    """Keep the claim; `None` when it was refused, and the form says why."""
    if sent_too_often(request, "claim", most=MOST_AN_HOUR, seconds=3600):
        form.add_error(None, TOO_OFTEN)
        return None
    said = form.cleaned_data
    try:
        return claiming.submit(
            subject,
            position=said["position"],
            address=said.get("address", ""),
            user=_signed_in(request),
        )
    except ValidationError as error:
        take(form, error)
        return None


def _received(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Where to go on; nothing tells whether the address has an account, nor whether it had asked already."""
    if _signed_in(request) is None:
        return redirect("claim-received")
    messages.success(
        request,
        f"Votre demande pour {quoted(kept.claim.subject)} est transmise à la chambre régionale ; "
        "vous recevrez sa réponse par courriel.",
    )
    return redirect("my-structures")


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, and what comes next."""
    return private_page(request, "memberships/claim_received.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address by a press of the button; a GET changes nothing."""
    claim = claiming.claim_of(token) if request.method != "POST" else claiming.confirm(token)
    if claim is None:
        return private_page(request, "memberships/claim_ended.html", {}, status=404)
    context = {
        "claim": claim,
        "token": token,
        "confirmed": claim.state != ClaimState.UNCONFIRMED,
    }
    return private_page(request, "memberships/claim_confirm.html", context)
