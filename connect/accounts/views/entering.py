"""Coming in: the address, the code, the link, the password, the second factor; and going out."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import (
    perform_password_login,
)
from allauth.account.internal.flows.login_by_code import (
    LoginCodeVerificationProcess,
)
from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView
from allauth.core import ratelimit
from allauth.mfa.base.views import AuthenticateView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from connect.accounts import sign_in_links
from connect.accounts.forms.entering import AskCodeForm, PasswordEntranceForm
from connect.accounts.forms.summary import summary_of
from connect.accounts.services import safe_destination, sign_in

READ_AND_WRITE = require_http_methods(["GET", "HEAD", "POST"])


def wanted(request: HttpRequest) -> str:
    """The page of this site that the person was going to, empty when there is none."""
    return safe_destination(request, request.POST.get("next") or request.GET.get("next") or "")


def with_wanted(url: str, next_url: str) -> str:
    """An address that remembers where the person was going."""
    return f"{url}?{urlencode({'next': next_url})}" if next_url else url


def _already_in(request: HttpRequest) -> HttpResponse:
    return redirect(wanted(request) or resolve_url("account_home"))


@READ_AND_WRITE
@never_cache
def ask_code(request: HttpRequest) -> HttpResponse:
    """Ask for the address, then send a code and a link there. Whatever the address, the answer is the same."""
    if request.user.is_authenticated:
        return _already_in(request)
    form = AskCodeForm(request.POST if request.method == "POST" else None, request=request)
    if form.is_bound and form.is_valid():
        LoginCodeVerificationProcess.initiate(
            request=request, user=form.user, email=form.cleaned_data["email"]
        )
        return redirect(with_wanted(reverse("account_confirm_login_code"), wanted(request)))
    return _page(request, "account/login.html", form, 429 if form.too_often else 200)


def _page(request: HttpRequest, template: str, form: Any, status: int = 200) -> HttpResponse:
    next_url = wanted(request)
    context = {
        "form": form,
        "errors": summary_of(form),
        "next": next_url,
        "here": with_wanted(request.path, next_url),
        "by_code": with_wanted(reverse("account_login"), next_url),
        "by_password": with_wanted(reverse("account_password_login"), next_url),
        "sign_up": with_wanted(reverse("account_signup"), next_url),
    }
    return render(request, template, context, status=status)


@sensitive_post_parameters("password")
@READ_AND_WRITE
@never_cache
def by_password(request: HttpRequest) -> HttpResponse:
    """Sign in by password, for those who chose one."""
    if request.user.is_authenticated:
        return _already_in(request)
    bound = request.method == "POST"
    if bound and (refusal := ratelimit.consume_or_429(request, action="login")):
        answer: HttpResponse = refusal
        return answer
    form = PasswordEntranceForm(request.POST if bound else None, request=request)
    if bound and form.is_valid():
        login = Login(user=form.user, redirect_url=wanted(request) or None)
        response: HttpResponse = perform_password_login(
            request, {"email": form.cleaned_data["email"]}, login
        )
        return response
    return _page(request, "accounts/password_login.html", form)


class CodeView(ConfirmLoginCodeView):
    """The page where the code of the mail is typed."""

    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the code was sent, and what is wrong with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        next_url = wanted(self.request)
        return {
            **context,
            "errors": summary_of(context["form"]),
            "here": with_wanted(self.request.path, next_url),
            "again": with_wanted(reverse("account_login"), next_url),
        }


@method_decorator(never_cache, name="dispatch")
class SecondFactorView(AuthenticateView):
    """The page where the code of the application is typed."""

    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is wrong with the code."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "errors": summary_of(context["form"])}


def kept_out_of_sight(response: HttpResponse) -> HttpResponse:
    """No copy on the way; other pages are told the host alone, which the check against forged forms needs."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@READ_AND_WRITE
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one button, which signs in. A robot that opens the link first spends nothing.

    Args:
        request: a GET shows the button, a POST uses the link up.
        token: as mailed.
    """
    if request.method == "POST":
        if (person := sign_in_links.spend(token)) is not None:
            answer = sign_in(request, person, redirect_to=wanted(request), method="link")
            return kept_out_of_sight(answer)
    elif (holder := sign_in_links.holder_of(token)) is not None:
        other = request.user.is_authenticated and request.user.pk != holder.pk
        context = {
            "name": holder.get_short_name(),
            "other": str(request.user) if other else "",
            "here": with_wanted(request.path, wanted(request)),
        }
        return kept_out_of_sight(render(request, "accounts/link.html", context))
    again = {"again": with_wanted(reverse("account_login"), wanted(request))}
    return kept_out_of_sight(render(request, "accounts/link_over.html", again, status=410))


@READ_AND_WRITE
@never_cache
def leave(request: HttpRequest) -> HttpResponseBase:
    """Ask, then sign out; a GET signs nobody out."""
    if not request.user.is_authenticated:
        return redirect("/")
    if request.method == "POST":
        logout(request)
        return redirect("/")
    return render(request, "account/logout.html")


@require_http_methods(["GET", "HEAD"])
def closed(request: HttpRequest) -> HttpResponse:
    """Say that an account is closed, to somebody who proved that it is theirs."""
    return render(request, "account/account_inactive.html", status=403)


@READ_AND_WRITE
@never_cache
def confirm_identity(request: HttpRequest) -> HttpResponse:
    """Ask a signed-in person to sign in again, before what cannot be undone."""
    if not request.user.is_authenticated:
        return redirect(with_wanted(reverse("account_login"), wanted(request)))
    if request.method == "POST":
        target = wanted(request)
        logout(request)
        return redirect(with_wanted(reverse("account_login"), target))
    return render(request, "accounts/confirm_identity.html", {"next": wanted(request)})


@never_cache
def old_door(request: HttpRequest) -> HttpResponse:
    """Lead Wagtail's own sign-in pages to ours; what is posted there signs nobody in."""
    return redirect(with_wanted(reverse("account_login"), wanted(request)))
