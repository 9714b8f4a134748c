"""What the views of a group begin with: the group, if the person may know of it, and a way to sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, resolve_url

from connect.groups import permissions
from connect.groups.models import Group
from connect.groups.selectors import visible_to

Action = Callable[..., HttpResponseBase]


def group_seen(request: HttpRequest, slug: str) -> Group:
    """The group of an address.

    Raises:
        Http404: when it does not exist, or this person may not know that it does.
    """
    found = visible_to(request.user).select_related("territory").prefetch_related("themes")
    return get_object_or_404(found, slug=slug)


def group_managed(request: HttpRequest, slug: str) -> Group:
    """The group of an address, for whoever manages it.

    Raises:
        Http404: for the others.
    """
    found = group_seen(request, slug)
    if not permissions.may_manage(request.user, found):
        raise Http404
    return found


def sign_in_url(url: str) -> str:
    """Address of the sign-in page, which leads back to `url`."""
    return redirect_to_login(url, resolve_url(settings.LOGIN_URL)).url


def signed_in(view: Action) -> Action:
    """Send a visitor to the sign-in page, then to the page of the group, since what they sent is gone."""

    @wraps(view)
    def checked(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(resolve_url("group", slug), resolve_url(settings.LOGIN_URL))
        return view(request, slug, *args, **kwargs)

    return checked


def told(request: HttpRequest, act: Callable[[], str]) -> bool:
    """Do something and tell what came of it, a refusal included.

    Args:
        request: who asks.
        act: does it, and gives the sentence to show.

    Returns:
        Whether it was done.
    """
    try:
        sentence = act()
    except ValidationError as refused:
        for text in refused.messages:
            messages.warning(request, text)
        return False
    messages.success(request, sentence)
    return True
