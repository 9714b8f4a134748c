"""What the pages share: who asks, what they may know of, and answers that no cache keeps."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from connect.accounts.signed_in import person_of
from connect.memberships.enums import Role
from connect.memberships.models import Membership
from connect.memberships.selectors import standing


def membership_in(request: HttpRequest, reference: str) -> Membership:
    """The person's own standing membership in a structure, with it; one statement.

    A reference of before a merge leads to the structure it was merged into.

    Raises:
        Http404: for a structure of others as for one that does not exist.
    """
    mine = Membership.objects.filter(standing(), user=person_of(request)).select_related(
        "structure"
    )
    found = mine.filter(structure__reference=reference).order_by("pk").first()
    found = found or mine.filter(structure__merged__reference=reference).order_by("pk").first()
    if found is None:
        raise Http404("Cette page n’existe pas, ou vous ne faites pas partie de cette structure.")
    return found


def administers(membership: Membership) -> bool:
    """Whether this membership decides who belongs to the structure."""
    return membership.role == Role.ADMINISTRATOR


def private_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that no cache keeps, and whose address no other site learns."""
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
