"""Management of accounts: nobody gives, or takes over, rights above their own; deleting is erasing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import log
from wagtail.users.views.bulk_actions import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)
from wagtail.users.views.users import CreateView, DeleteView, EditView, IndexView, UserViewSet

from connect.accounts import mailing
from connect.accounts.erasing import LastAdministrator, erase

ERASED = "connect.account_erased"
_STAYS = (
    "Cette personne est la dernière à administrer le site : son compte ne peut pas être effacé."
)


class _OwnRightsAtMost:
    """Takes the « superuser » box out of the form of whoever is not one."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form, without the box."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]  # Wagtail's view comes next
        if not getattr(self.request.user, "is_superuser", False):
            form.fields.pop("is_superuser", None)
        return form


class PersonCreateView(_OwnRightsAtMost, CreateView):
    """Creates an account."""


class PersonEditView(_OwnRightsAtMost, EditView):
    """Edits an account; that of a superuser, password included, is for superusers. An erased one stays closed."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is read from the form.

        Raises:
            PermissionDenied: when the account stands above the person who edits.
        """
        super().setup(request, *args, **kwargs)
        if self.object.erased_at is not None:
            raise PermissionDenied("Ce compte est effacé : il ne se modifie plus.")
        if self.object.is_superuser and not getattr(request.user, "is_superuser", False):
            raise PermissionDenied(
                "Ce compte ne peut être modifié que par un super-administrateur."
            )


class PersonDeleteView(DeleteView):
    """Erases the account as its owner would: the row stays, without anything personal."""

    success_message = "Le compte est effacé."

    @property
    def confirmation_message(self) -> str:
        """What erasing does."""
        return (
            "Effacer ce compte\u00a0? Son nom, son adresse et ses droits disparaissent pour toujours. "
            "Ce que la personne a écrit reste, sans son nom. Un courriel le lui dit."
        )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse an account that is erased already.

        Raises:
            PermissionDenied: when it is.
        """
        super().setup(request, *args, **kwargs)
        if self.object.erased_at is not None:
            raise PermissionDenied("Ce compte est déjà effacé.")

    def get_usage_url(self) -> None:
        """No page of uses: what points to the account keeps pointing to it."""
        return None

    def form_valid(self, form: Any) -> HttpResponse:
        """Erase, or say that nobody else administers the site."""
        try:
            response: HttpResponse = super().form_valid(form)
            return response
        except LastAdministrator:
            messages.error(self.request, _STAYS)
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        """Erase instead of deleting, keep who did it, tell the person."""
        former = self.object.email
        erase(self.object)
        self.object.refresh_from_db()
        log(instance=self.object, action=ERASED, user=self.request.user)
        mailing.tell_of_erasure(self.request, former)


class PersonIndexView(IndexView):
    """Lists the accounts, each changed on its own page."""

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's columns, without the boxes that choose several accounts."""
        return [column for column in super().columns if column.name != "bulk_actions"]


class _OneByOne:
    """Takes away an action on many accounts at once: it would pass by what each page refuses."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer as if it did not exist.

        Raises:
            Http404: always.
        """
        raise Http404("Cette page n’existe pas.")


class NoBulkDelete(_OneByOne, DeleteBulkAction):
    """Stands for the deletion of many accounts."""


class NoBulkActiveState(_OneByOne, SetActiveStateBulkAction):
    """Stands for the closing and opening of many accounts."""


class NoBulkRole(_OneByOne, AssignRoleBulkAction):
    """Stands for the giving of a role to many accounts."""


class PersonViewSet(UserViewSet):
    """Wagtail's pages of accounts, with these views."""

    index_view_class = PersonIndexView
    # Wagtail's own draws the bar of the actions on many accounts.
    index_template_name = "wagtailadmin/generic/index.html"
    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView
