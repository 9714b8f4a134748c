"""Coming into a group and leaving it; each is one button (POST), then the page of the group."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from connect.accounts.signed_in import person_of
from connect.groups import services
from connect.groups.enums import Openness
from connect.groups.forms import AskForm
from connect.groups.models import Group
from connect.groups.selectors import my_requests
from connect.groups.views.access import group_seen, signed_in, told

ASKED = (
    "Votre demande est envoyée aux référents du groupe. Leur réponse vous parviendra par courriel."
)


@require_POST
@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Come into an open group, or ask to come into one that takes requests."""
    group, user = group_seen(request, slug), person_of(request)

    def act() -> str:
        if group.openness == Openness.OPEN:
            services.join(group, user)
            return "Vous êtes membre de ce groupe."
        form = AskForm(request.POST)
        if not form.is_valid():
            raise ValidationError("Votre message est trop long.")
        asked = services.ask(group, user, form.cleaned_data["message"])
        return ASKED if asked else "Vous êtes déjà membre de ce groupe."

    told(request, act)
    return redirect(group)


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Take back one's request, even of a group that is no longer shown."""
    user = person_of(request)
    asked = get_object_or_404(my_requests(user), group__slug=slug)

    def act() -> str:
        services.withdraw_request(asked.group, user)
        return "Votre demande est retirée."

    told(request, act)
    return redirect("my-groups")


@require_POST
@signed_in
def leave(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Leave a group."""
    group: Group = group_seen(request, slug)

    def act() -> str:
        left = services.leave(group, person_of(request))
        return "Vous avez quitté ce groupe." if left else "Vous n’étiez plus membre de ce groupe."

    return redirect("my-groups") if told(request, act) else redirect(group)
