"""Nobody of the staff goes anywhere with one factor alone; pages of signed-in persons stay out of shared caches."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.deprecation import MiddlewareMixin

from connect.accounts.second_factor import has_enrolled, must_have, passed

#: Where a person is led after enrolling.
AFTER_ENROLMENT = "account_after_enrolment"
# What the staff need to enrol, to sign in again, or to leave.
_ALLOWED = (
    "account_login",
    "account_logout",
    "account_confirm_identity",
    "mfa_activate_totp",
    "mfa_authenticate",
)


def _has_session(request: HttpRequest) -> bool:
    """Whether the browser sent a session: who has none is never looked up, so that nothing is read for them."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class SecondFactorMiddleware(MiddlewareMixin):
    """Sends the staff whose session has not passed the second factor to it."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Stop a session of the staff that has only passed one factor.

        Args:
            request: what was asked.
        """
        if not _has_session(request) or not request.user.is_authenticated:
            return None
        if passed(request) or not must_have(request.user):
            return None
        if request.path in {reverse(name) for name in _ALLOWED}:
            return None
        return self._lead(request)

    @staticmethod
    def _lead(request: HttpRequest) -> HttpResponse:
        here = request.get_full_path() if request.method == "GET" else ""
        if has_enrolled(request.user):
            target = reverse("account_confirm_identity")
            if here:
                target = f"{target}?{urlencode({'next': here})}"
        else:
            target = reverse("mfa_activate_totp")
            if here and not request.headers.get("HX-Request"):
                request.session[AFTER_ENROLMENT] = here
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return redirect(target)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Say that a page made for a signed-in person is for that person's browser alone.

        Args:
            request: what was asked.
            response: what is answered; one that says how it may be kept is left as it is.
        """
        user = getattr(request, "user", None) if _has_session(request) else None
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True)
        return response
