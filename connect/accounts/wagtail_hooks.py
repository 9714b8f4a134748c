"""The second factor among the management pages: taken out for somebody who lost their telephone."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from connect.accounts import mailing, staff
from connect.accounts.events import RightsChanged
from connect.accounts.models import User
from connect.accounts.permissions import may_reset_second_factor
from connect.accounts.second_factor import has_enrolled
from connect.accounts.services import reset_second_factor
from connect.common.events import announce

_SENTENCE = (
    "La vérification en deux étapes de votre compte vient d’être remise à zéro par l’équipe."
)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """The names of the deeds in the history of accounts."""
    actions.register_action(staff.ERASED, "Effacement du compte", "Compte effacé")
    actions.register_action(
        "connect.second_factor_reset",
        "Remise à zéro des deux étapes",
        "Vérification en deux étapes remise à zéro",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest, key: int) -> HttpResponse:
    """Ask, then take out the second factor of an account.

    Args:
        request: of somebody who administers accounts.
        key: primary key of the account.

    Raises:
        Http404: without the right, or without such an account.
    """
    user = get_object_or_404(User, pk=key, is_active=True)
    if not isinstance(request.user, User) or not may_reset_second_factor(request.user, user):
        raise Http404
    back = reverse("wagtailusers_users:edit", args=[user.pk])
    if request.method == "POST":
        if reset_second_factor(user, by=request.user):
            mailing.tell_of_change(request, user.email, _SENTENCE)
        messages.success(
            request, f"{user} mettra ses deux étapes en place à sa prochaine connexion."
        )
        return redirect(back)
    context = {"person": user, "has_one": has_enrolled(user), "back": back}
    return render(request, "accounts/management/reset.html", context)


for _action in (staff.NoBulkDelete, staff.NoBulkActiveState, staff.NoBulkRole):
    # After Wagtail's own of the same names, which they replace.
    hooks.register("register_bulk_action", _action, order=1000)


@hooks.register("after_edit_user")
def tell_edit(request: HttpRequest, user: User) -> None:
    """Have the open pages of the person looked at again: the staff changed, or closed, the account.

    Args:
        request: of the management page, unused.
        user: the account, saved.
    """
    announce(RightsChanged(user.pk))


@hooks.register("register_admin_urls")
def register_pages() -> list[URLPattern]:
    """The page, at `/gestion/comptes/<key>/deux-etapes/`."""
    return [path("comptes/<int:key>/deux-etapes/", reset, name="second_factor_reset")]


@hooks.register("register_user_listing_buttons")
def register_button(user: User, request_user: User) -> Iterator[Button]:
    """The line of the menu of each account in the list."""
    if user.is_active and may_reset_second_factor(request_user, user):
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button("Remettre à zéro les deux étapes", url=url, icon_name="key", priority=40)
