"""« Mes mails », what a person wants to receive, and the page of the unsubscribe link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from connect.accounts.signed_in import person_of
from connect.notifications import wishes
from connect.notifications.forms import WishesForm
from connect.notifications.kinds import all_kinds, kind_of
from connect.notifications.selectors import page_of
from connect.notifications.telling import tell
from connect.notifications.unsubscribing import Ticket, read_ticket


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    pages = (("my-mails", "Messages"), ("my-mail-preferences", "Ce que je reçois"))
    return [
        {"label": label, "url": url, "current": request.path == url, "count": None}
        for url, label in ((reverse(name), label) for name, label in pages)
    ]


@login_required
@require_safe
def my_mails(request: HttpRequest) -> HttpResponse:
    """The messages of the last 90 days, each with its state and why it was sent."""
    page = page_of(request.user, request.GET.get("avant", ""))
    context = {
        "told": [tell(notice) for notice in page.notices],
        "older": page.older,
        "is_first": page.is_first,
        "tabs": _tabs(request),
    }
    return render(request, "notifications/my_mails.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_preferences(request: HttpRequest) -> HttpResponse:
    """One box for each kind of message; those that answer what the person asked for are only explained."""
    sent = request.POST if request.method == "POST" else None
    form = WishesForm(person_of(request), sent)
    if form.is_valid():
        form.save()
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("my-mail-preferences")
    essential = [kind for kind in all_kinds() if kind.essential]
    context = {"form": form, "essential": essential, "tabs": _tabs(request)}
    return render(request, "notifications/my_preferences.html", context)


def _ticket(signed: str) -> Ticket:
    ticket = read_ticket(signed)
    kind = kind_of(ticket.kind) if ticket else None
    if ticket is None or kind is None or kind.essential:
        raise Http404("Ce lien n’est pas complet, ou ces messages n’existent plus.")
    return ticket


# The link is the proof: mail clients post to it without a cookie (RFC 8058), and a forger would need the mail itself.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, signed: str) -> HttpResponse:
    """Show one button; a POST stops a kind of message, or takes that back. Sent twice, it changes nothing more.

    Raises:
        Http404: when the link was not made here, or is about messages that cannot be refused.
    """
    ticket = _ticket(signed)
    if request.method == "POST":
        if request.POST.get("verbe") == "reprendre":
            wishes.resume(ticket)
        else:
            wishes.stop(ticket)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            # A mail client follows no redirection.
            return HttpResponse("C’est fait.", content_type="text/plain; charset=utf-8")
        return redirect("unsubscribe", signed)
    context = {"kind": kind_of(ticket.kind), "stopped": wishes.is_stopped(ticket)}
    answer = render(request, "notifications/unsubscribe.html", context)
    # The address is a secret: no other page learns it.
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
