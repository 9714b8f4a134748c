"""One's own data: a copy of everything, or nothing left."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connect.accounts import mailing
from connect.accounts.erasing import LastAdministrator, erase
from connect.accounts.forms.settling import EraseForm
from connect.accounts.forms.summary import summary_of
from connect.accounts.my_data import in_its_thread, zip_of
from connect.accounts.privacy import holdings
from connect.accounts.second_factor import must_have
from connect.accounts.selectors import is_last_administrator
from connect.accounts.signed_in import person_of
from connect.accounts.views.recent import recent_sign_in_required
from connect.common.visitor_forms import sent_too_often

MOST_COPIES_AN_HOUR = 10


@never_cache
@require_safe
@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept, how to take a copy, how to leave."""
    return render(request, "accounts/my_data.html", {"holdings": holdings()})


@never_cache
@require_POST
@recent_sign_in_required
def copy_of_my_data(request: HttpRequest) -> HttpResponseBase:
    """The zip, sent as it is made."""
    if sent_too_often(request, "my-data", most=MOST_COPIES_AN_HOUR, seconds=3600):
        return render(request, "429.html", status=429)
    chunks = zip_of(person_of(request), settings.WAGTAIL_SITE_NAME)
    content = in_its_thread(chunks) if isinstance(request, ASGIRequest) else chunks
    response = StreamingHttpResponse(content, content_type="application/zip")
    name = f"mes-donnees-{timezone.localdate():%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@recent_sign_in_required
def erase_account(request: HttpRequest) -> HttpResponse:
    """Say what happens, then erase for good."""
    user = person_of(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        former = user.email
        try:
            erase(user)
        except LastAdministrator:
            return redirect("account_erase")
        mailing.tell_of_erasure(request, former)
        logout(request)
        return redirect("account_erased")
    context = {
        "form": form,
        "errors": summary_of(form),
        "is_staff": must_have(user),
        "is_last": is_last_administrator(user),
    }
    return render(request, "accounts/erase.html", context)


@never_cache
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done."""
    return render(request, "accounts/erased.html")
