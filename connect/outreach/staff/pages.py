"""What the management pages of the outreach share: who may open them, how they are drawn."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from connect.outreach import permissions
from connect.outreach.models import Campaign

PER_PAGE = 50
TITLE = "Relances et lettres"
MOVED = "Quelqu’un d’autre a agi sur cette campagne entre-temps. Voici où elle en est ; rien d’autre n’a changé."

View = Callable[..., HttpResponseBase]


def for_team(view: View) -> View:
    """Open a page to whoever prepares campaigns.

    Raises:
        PermissionDenied: for the others.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permissions.may_prepare(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def campaign_or_404(pk: int) -> Campaign:
    """A campaign with the names that its page shows.

    Raises:
        Http404: when it does not exist.
    """
    rows = Campaign.objects.select_related("territory", "prepared_by", "approved_by", "stopped_by")
    found = rows.filter(pk=pk).order_by("pk").first()
    if found is None:
        raise Http404("Cette campagne n’existe pas.")
    return found


def page_of(rows: Any, asked: str, per_page: int = PER_PAGE) -> Page[Any]:
    """A page of a long list; a number that makes no sense gives the first or the last one."""
    return Paginator(rows, per_page).get_page(asked)


def draw(
    request: HttpRequest,
    template: str,
    title: str,
    context: Mapping[str, Any],
    *,
    trail: tuple[tuple[str, str], ...] = (),
    status: int = 200,
) -> HttpResponse:
    """Draw a management page.

    Args:
        request: who reads.
        template: its whole name.
        title: of the page.
        context: what it shows.
        trail: pages above this one, after the home and the list of campaigns.
        status: of the answer.
    """
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Accueil"}]
    if title != TITLE:
        crumbs.append({"url": reverse("campaigns"), "label": TITLE})
    crumbs += [{"url": url, "label": label} for label, url in trail]
    given = {
        "header_title": title,
        "header_icon": "mail",
        "breadcrumbs_items": [*crumbs, {"url": "", "label": title}],
        "may_approve": permissions.may_approve(request.user),
        **context,
    }
    return render(request, template, given, status=status)


def told(request: HttpRequest, sentence: str, campaign: Campaign) -> HttpResponseBase:
    """Go back to the page of a campaign, with what was done."""
    messages.success(request, sentence)
    return redirect("campaign", campaign.pk)


def moved(request: HttpRequest, campaign: Campaign) -> HttpResponseBase:
    """Go back to the page of a campaign on which somebody else acted."""
    messages.warning(request, MOVED)
    return redirect("campaign", campaign.pk)
