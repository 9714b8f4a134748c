"""« Mes structures »: what a person belongs to, asked for, is invited to; leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connect.accounts.signed_in import person_of
from connect.common.french import quoted
from connect.memberships import claiming, domains, inviting, requesting, selectors, services
from connect.memberships.domains import domain_of, readable
from connect.memberships.models import Claim
from connect.memberships.models.claim import OPEN
from connect.memberships.views.answering import (
    administers,
    membership_in,
    private_page,
)


@login_required
@require_safe
def my_structures(request: HttpRequest) -> HttpResponse:
    """List the person's structures and what waits: requests, invitations, structures their address opens."""
    person = person_of(request)
    invitations = [(one, inviting.link_of(one)) for one in selectors.invitations_to(person.email)]
    claims = Claim.objects.filter(OPEN, user=person).select_related("structure")
    context = {
        "memberships": list(selectors.memberships_of(person)),
        "requests": list(selectors.requests_by(person)),
        "invitations": [
            {"invitation": one, "url": reverse("invitation", args=[token])}
            for one, token in invitations
            if token
        ],
        "claims": list(claims.order_by("made_at", "pk")),
        "open_structures": list(domains.open_to(person)),
        "domain": readable(domain_of(person.email)),
    }
    return private_page(request, "memberships/my_structures.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what leaving does, then leave; the last administrator is warned first.

    Raises:
        Http404: for who is no member.
    """
    membership = membership_in(request, reference)
    structure = membership.structure
    if request.method == "POST":
        even_last = request.POST.get("meme_seul") == "oui"
        try:
            services.leave(person_of(request), structure, even_last=even_last)
        except services.LastAdministrator:
            return _leaving_page(request, membership.pk, reference, status=409)
        messages.success(request, f"Vous avez quitté {quoted(structure.name)}.")
        return redirect("my-structures")
    return _leaving_page(request, membership.pk, reference)


def _leaving_page(
    request: HttpRequest, pk: int, reference: str, *, status: int = 200
) -> HttpResponse:
    membership = membership_in(request, reference)
    members = list(selectors.members_of(membership.structure))
    others = [one for one in members if one.pk != pk]
    alone = administers(membership) and not any(administers(one) for one in others)
    context = {"membership": membership, "others": others, "alone": alone}
    return private_page(request, "memberships/leave.html", context, status=status)


@login_required
@require_POST
def join_by_domain(request: HttpRequest, reference: str) -> HttpResponse:
    """Join at once a structure that the person's address opens.

    Raises:
        Http404: for any other structure.
    """
    person = person_of(request)
    structure = get_object_or_404(domains.open_to(person), reference=reference)
    try:
        domains.join_by_domain(person, structure)
    except (PermissionDenied, ValidationError):
        # The domain was withdrawn between the two statements.
        messages.warning(request, "Votre adresse n’ouvre plus cette structure.")
        return redirect("my-structures")
    messages.success(request, f"Vous êtes maintenant contributeur de {quoted(structure.name)}.")
    return redirect("my-structure", structure.reference)


@login_required
@require_POST
def withdraw_request(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back one's own request; somebody else's is left alone without a word."""
    done = requesting.withdraw(int(pk), person_of(request))
    messages.info(
        request, "Votre demande est retirée." if done else "Cette demande n’attendait plus."
    )
    return redirect("my-structures")


@login_required
@require_POST
def withdraw_claim(request: HttpRequest, pk: str) -> HttpResponse:
    """Take back one's own « référencement »; somebody else's is left alone without a word."""
    done = claiming.withdraw(int(pk), person_of(request))
    messages.info(
        request, "Votre demande est retirée." if done else "Cette demande n’attendait plus."
    )
    return redirect("my-structures")
