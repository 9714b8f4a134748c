"""What cannot be undone asks for a sign-in of the last minutes."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from connect.accounts.second_factor import signed_in_recently

View = Callable[..., HttpResponseBase]


def recent_sign_in_required(view: View) -> View:
    """Send a person who signed in long ago to sign in again, then back here.

    Unlike a password asked again, it suits those who only ever sign in by code; the second factor is asked too.
    """

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not signed_in_recently(request):
            query = urlencode({"next": request.path})
            return redirect(f"{reverse('account_confirm_identity')}?{query}")
        return view(request, *args, **kwargs)

    return guarded
