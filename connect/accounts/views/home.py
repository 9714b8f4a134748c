"""The first page of the account."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
@login_required
def account_home(request: HttpRequest) -> HttpResponse:
    """What the person can do here, section by section."""
    return render(request, "accounts/home.html")
