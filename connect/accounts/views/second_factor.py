"""The second factor of one's own account: put in place, recovery codes, taken out."""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import (
    ActivateTOTPView,
    DeactivateTOTPView,
)
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from connect.accounts.forms.summary import summary_of
from connect.accounts.middleware import AFTER_ENROLMENT
from connect.accounts.second_factor import must_have, note_passed
from connect.accounts.services import safe_destination
from connect.accounts.sessions import end_others
from connect.accounts.signed_in import person_of
from connect.accounts.views.recent import recent_sign_in_required


@method_decorator(login_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class StateView(IndexView):
    """Whether the second factor is in place."""

    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether it is there, and whether it may go."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "compulsory": must_have(self.request.user)}


@method_decorator(recent_sign_in_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class EnrolView(ActivateTOTPView):
    """Shows the drawing to film, then checks a first code."""

    http_method_names = ["get", "head", "post"]

    def form_valid(self, form: Any) -> HttpResponse:
        """Put it in place; a right code counts as the second factor of this session, the others end."""
        response: HttpResponse = super().form_valid(form)
        note_passed(self.request)
        end_others(person_of(self.request), self.request.session.session_key)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The drawing, the key in groups of four, and what is wrong."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return {
            **context,
            "key": " ".join(groups),
            "compulsory": must_have(self.request.user),
            "errors": summary_of(context["form"]),
        }


@method_decorator(recent_sign_in_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class GiveUpView(DeactivateTOTPView):
    """Takes the second factor out; the staff may not."""

    http_method_names = ["get", "head", "post"]


@method_decorator(recent_sign_in_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(ViewRecoveryCodesView):
    """The codes to keep for the day the telephone is lost."""

    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The codes, and where the person was going before enrolling."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kept = self.request.session.get(AFTER_ENROLMENT, "")
        return {
            **context,
            "onward": safe_destination(self.request, kept) or reverse("account_home"),
            "was_going": bool(kept),
        }


@method_decorator(recent_sign_in_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """Makes new recovery codes; the old ones no longer work."""

    http_method_names = ["get", "head", "post"]


@method_decorator(recent_sign_in_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class RecoveryCodesFileView(DownloadRecoveryCodesView):
    """The codes as a text file."""

    http_method_names = ["get", "head"]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Give the file a French name."""
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response.headers["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
        return response
