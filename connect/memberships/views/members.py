"""The page of one's structure: who belongs to it, who is invited, who asks; what its administrators decide."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.common.french import quoted
from connect.memberships import domains, inviting, requesting, selectors, services
from connect.memberships.domains import readable
from connect.memberships.enums import Answer
from connect.memberships.forms import (
    DomainForm,
    InvitationForm,
    RefusalForm,
    RoleForm,
    errors_of,
    take,
)
from connect.memberships.models import Membership, StructureDomain
from connect.memberships.views.answering import (
    administers,
    membership_in,
    private_page,
)

PER_PAGE = 30
GONE = "Cela a changé entre-temps : voici où en sont les choses."


@login_required
@require_safe
def my_structure(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the members; to administrators, what they may decide too.

    Raises:
        Http404: for who is no member.
    """
    return _page(request, membership_in(request, reference))


def _page(
    request: HttpRequest,
    membership: Membership,
    *,
    invitation_form: forms.Form | None = None,
    domain_form: forms.Form | None = None,
    refusal: tuple[int, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    structure = membership.structure
    context: dict[str, Any] = {
        "membership": membership,
        "structure": structure,
        "administers": administers(membership),
        "members": list(selectors.members_of(structure)),
        "errors": [],
    }
    if administers(membership):
        now = timezone.now()
        wrong = [invitation_form, domain_form, refusal[1] if refusal else None]
        context |= {
            "errors": [error for form in wrong if form is not None for error in errors_of(form)],
            "requests": [
                {
                    "request": one,
                    "form": refusal[1]
                    if refusal and refusal[0] == one.pk
                    else RefusalForm(auto_id=f"demande-{one.pk}-%s"),
                    "open": bool(refusal and refusal[0] == one.pk),
                }
                for one in selectors.requests_to(structure)
            ],
            "invitations": [
                {"invitation": one, "lapsed": one.expires_at <= now}
                for one in selectors.invitations_of(structure)
            ],
            "domains": _domains(structure.pk),
            "invitation_form": invitation_form or InvitationForm(auto_id="invitation-%s"),
            "domain_form": domain_form or DomainForm(auto_id="domaine-%s"),
        }
    return private_page(request, "memberships/my_structure.html", context, status=status)


def _domains(structure_id: int) -> list[dict[str, Any]]:
    found = StructureDomain.objects.filter(structure_id=structure_id)
    shown = found.exclude(state=Answer.WITHDRAWN).order_by("domain")
    return [{"domain": one, "readable": readable(one.domain)} for one in shown]


def _administered(request: HttpRequest, reference: str) -> Membership:
    """The person's membership, that of an administrator.

    Raises:
        Http404: for who is no member.
        PermissionDenied: for a contributor, who knows the page exists.
    """
    membership = membership_in(request, reference)
    if not administers(membership):
        raise PermissionDenied("Seul un administrateur de la structure peut faire cela.")
    return membership


@login_required
@require_safe
def history(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened to the memberships of a structure, the last first.

    Raises:
        Http404: for who is no member.
    """
    membership = membership_in(request, reference)
    deeds = Paginator(selectors.history_of(membership.structure), PER_PAGE)
    context = {
        "structure": membership.structure,
        "page": deeds.get_page(request.GET.get("page")),
        "base_url": "?",
    }
    return private_page(request, "memberships/history.html", context)


@login_required
@require_POST
def invite(request: HttpRequest, reference: str) -> HttpResponse:
    """Invite an address.

    Raises:
        Http404: for who is no member.
        PermissionDenied: for a contributor.
    """
    membership = _administered(request, reference)
    form = InvitationForm(request.POST, auto_id="invitation-%s")
    if not form.is_valid():
        return _page(request, membership, invitation_form=form, status=422)
    said = form.cleaned_data
    try:
        sent = inviting.invite(
            said["address"], membership.structure, said["role"], by=person_of(request)
        )
    except ValidationError as error:
        take(form, error)
        return _page(request, membership, invitation_form=form, status=422)
    told = (
        f"L’invitation part par courriel à {sent.invitation.address}."
        if sent.is_new
        else f"Une invitation attend déjà {sent.invitation.address} : elle n’est pas envoyée deux fois."
    )
    messages.success(request, told)
    return redirect("my-structure", membership.structure.reference)


@login_required
@require_POST
def settle_invitation(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Send an invitation again, or withdraw it.

    Raises:
        Http404: for who is no member.
        PermissionDenied: for a contributor.
    """
    membership = _administered(request, reference)
    structure, person = membership.structure, person_of(request)
    try:
        if request.POST.get("faire") == "renvoyer":
            done = inviting.resend(int(pk), structure, by=person)
            told = "L’invitation repart avec un nouveau lien ; l’ancien n’ouvre plus rien."
        else:
            done = inviting.revoke(int(pk), structure, by=person)
            told = "L’invitation est retirée : son lien n’ouvre plus rien."
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("my-structure", structure.reference)
    messages.info(request, told if done is not None else GONE)
    return redirect("my-structure", structure.reference)


@login_required
@require_POST
def settle_request(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Accept or refuse a request to join.

    Raises:
        Http404: for who is no member, or a request to another structure.
        PermissionDenied: for a contributor.
    """
    membership = _administered(request, reference)
    structure, person = membership.structure, person_of(request)
    if not structure.join_requests.filter(pk=pk).exists():
        raise Http404("Cette demande n’existe pas.")
    if request.POST.get("faire") == "accepter":
        try:
            done = requesting.accept_request(int(pk), by=person)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("my-structure", structure.reference)
        told = f"{done.user} fait maintenant partie de la structure." if done else GONE
        messages.success(request, told)
        return redirect("my-structure", structure.reference)
    form = RefusalForm(request.POST, auto_id=f"demande-{pk}-%s")
    if not form.is_valid():
        return _page(request, membership, refusal=(int(pk), form), status=422)
    done = requesting.refuse_request(int(pk), by=person, motive=form.cleaned_data["motive"])
    messages.info(request, "La demande est refusée ; le motif part par courriel." if done else GONE)
    return redirect("my-structure", structure.reference)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Change the role of a member, or take them out.

    Raises:
        Http404: for who is no member, or a membership that does not stand in this structure.
        PermissionDenied: for a contributor.
    """
    mine = _administered(request, reference)
    structure, person = mine.structure, person_of(request)
    found = selectors.members_of(structure).filter(pk=pk).first()
    if found is None:
        raise Http404("Cette personne ne fait pas partie de la structure.")
    form = RoleForm(request.POST or None, initial={"role": found.role})
    context = {"structure": structure, "member": found, "mine": found.pk == mine.pk, "form": form}
    if request.method != "POST":
        return private_page(request, "memberships/member.html", {**context, "errors": []})
    try:
        if request.POST.get("faire") == "retirer":
            done = services.remove(int(pk), structure, by=person)
            told = f"{quoted(str(found.user))} ne fait plus partie de la structure."
        elif form.is_valid():
            done = services.change_role(int(pk), structure, form.cleaned_data["role"], by=person)
            told = "Le rôle est changé."
        else:
            context["errors"] = errors_of(form)
            return private_page(request, "memberships/member.html", context, status=422)
    except services.LastAdministrator:
        last = "C’est le dernier administrateur : donnez d’abord ce rôle à quelqu’un d’autre."
        context["errors"] = [{"text": last, "id": ""}]
        return private_page(request, "memberships/member.html", context, status=409)
    except ValidationError as error:
        context["errors"] = [{"text": " ".join(error.messages), "id": ""}]
        return private_page(request, "memberships/member.html", context, status=422)
    messages.success(request, told if done is not None else GONE)
    return redirect("my-structure", structure.reference)


@login_required
@require_POST
def ask_domain(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the chamber to recognise a domain.

    Raises:
        Http404: for who is no member.
        PermissionDenied: for a contributor.
    """
    membership = _administered(request, reference)
    form = DomainForm(request.POST, auto_id="domaine-%s")
    if not form.is_valid():
        return _page(request, membership, domain_form=form, status=422)
    try:
        domain = domains.ask_domain(
            membership.structure, form.cleaned_data["domain"], by=person_of(request)
        )
    except ValidationError as error:
        form.add_error("domain", error)
        return _page(request, membership, domain_form=form, status=422)
    shown = quoted(readable(domain.domain))
    told = (
        f"Le domaine {shown} est déjà confirmé."
        if domain.state == Answer.ACCEPTED
        else f"La chambre régionale va vérifier le domaine {shown} ; vous recevrez sa réponse."
    )
    messages.success(request, told)
    return redirect("my-structure", membership.structure.reference)


@login_required
@require_POST
def withdraw_domain(request: HttpRequest, reference: str, pk: str) -> HttpResponse:
    """Use a domain no more.

    Raises:
        Http404: for who is no member.
        PermissionDenied: for a contributor.
    """
    membership = _administered(request, reference)
    done = domains.withdraw_domain(int(pk), membership.structure, by=person_of(request))
    told = "Ce domaine ne fait plus entrer personne ; les membres restent." if done else GONE
    messages.info(request, told)
    return redirect("my-structure", membership.structure.reference)
