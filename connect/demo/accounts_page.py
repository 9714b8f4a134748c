"""The page of the demonstration accounts: who they are, and how to come in as each."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from connect.accounts.models import User
from connect.demo.people import STAFF, DemoPerson, code_of
from connect.demo.public_persons import PUBLIC


def _line(person: DemoPerson, users: dict[str, User], *, staff: bool) -> dict[str, Any]:
    user = users.get(person.address)
    return {
        "label": person.label,
        "name": f"{person.first_name} {person.last_name}",
        "address": person.address,
        "purpose": person.purpose,
        "code": code_of(user) if staff and user else "",
        "is_there": user is not None and user.is_active,
    }


@never_cache
@require_safe
def demo_accounts(request: HttpRequest) -> HttpResponse:
    """List the demonstration accounts by role, with the second code of the moment for the staff.

    Args:
        request: unused.

    Raises:
        Http404: on a real installation.
    """
    if not settings.DEMO:
        raise Http404
    persons = [*STAFF, *PUBLIC]
    wanted = [person.address for person in persons]
    users = {user.email: user for user in User.objects.filter(email__in=wanted)}
    context = {
        "staff": [_line(person, users, staff=True) for person in STAFF],
        "others": [_line(person, users, staff=False) for person in PUBLIC],
        "password": settings.DEMO_PASSWORD,
    }
    return render(request, "demo/accounts.html", context)
