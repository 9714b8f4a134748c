"""Management of accounts: nobody gives, or takes over, rights above their own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.users.views.users import CreateView, EditView, UserViewSet


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
    """Edits an account; that of a superuser, password included, is for superusers."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is read from the form.

        Raises:
            PermissionDenied: when the account stands above the person who edits.
        """
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not getattr(request.user, "is_superuser", False):
            raise PermissionDenied(
                "Ce compte ne peut être modifié que par un super-administrateur."
            )


class PersonViewSet(UserViewSet):
    """Wagtail's pages of accounts, with these two views."""

    add_view_class = PersonCreateView
    edit_view_class = PersonEditView
