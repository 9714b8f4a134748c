"""The silent structures of a territory, for the animators of its local network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from connect.accounts.signed_in import person_of
from connect.common.sanitising import plain_text
from connect.outreach import permissions
from connect.outreach.enums import CallOutcome
from connect.outreach.following import CallRefused, record_call, silent_for

PER_PAGE = 20
DONE = {
    CallOutcome.EXACT: "Merci : les fiches sont datées d’aujourd’hui.",
    CallOutcome.CORRECT: "Merci : la CRESS corrige ce que vous avez noté.",
    CallOutcome.GONE: "Merci : la CRESS vérifie, puis retire la structure.",
}
ALREADY = (
    "Cette structure a répondu, ou quelqu’un l’a déjà appelée, depuis que vous avez ouvert la page."
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def silent(request: HttpRequest) -> HttpResponseBase:
    """List the silent structures of the person's territories; a POST records a call.

    Raises:
        Http404: for whoever animates no local network, and for a structure of another territory.
    """
    if not permissions.animates_a_network(request.user):
        raise Http404("Cette page n’existe pas.")
    if request.method == "POST":
        return _record(request)
    return _page(request, {"target": 0, "error": "", "note": ""})


def _record(request: HttpRequest) -> HttpResponseBase:
    asked, outcome = request.POST.get("cible", ""), request.POST.get("resultat", "")
    target = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    note = plain_text(request.POST.get("note", "").replace("\r\n", "\n"))[:5000]
    if outcome not in CallOutcome.values:
        return _page(
            request,
            {"target": target, "error": "Dites ce que la structure a répondu.", "note": note},
            422,
        )
    try:
        record_call(target, CallOutcome(outcome), by=person_of(request), note=note)
    except PermissionDenied:
        raise Http404("Cette structure n’existe pas.") from None
    except CallRefused:
        messages.warning(request, ALREADY)
        return redirect("network-silent")
    except ValidationError as error:
        refused = {"target": target, "error": " ".join(error.messages), "note": note}
        return _page(request, refused, 422)
    messages.success(request, DONE[CallOutcome(outcome)])
    return redirect("network-silent")


def _page(request: HttpRequest, refused: dict[str, object], status: int = 200) -> HttpResponse:
    rows = Paginator(silent_for(person_of(request)), PER_PAGE).get_page(request.GET.get("page", ""))
    context = {
        "page": rows,
        "refused": refused,
        "outcomes": CallOutcome.choices,
        "errors": [{"text": refused["error"], "id": f"cible-{refused['target']}"}]
        if refused["error"]
        else [],
    }
    return render(request, "outreach/network_silent.html", context, status=status)
