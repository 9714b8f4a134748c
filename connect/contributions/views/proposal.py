"""A proposal: written by its author, read by the other members once it was sent."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from connect.contributions import services
from connect.contributions.deciding import differences_of
from connect.contributions.enums import WRITABLE, State
from connect.contributions.models import Proposal
from connect.contributions.permissions import may_read, may_write
from connect.contributions.selectors import with_relations
from connect.contributions.sheets.book import Book
from connect.contributions.sheets.comparing import differences
from connect.contributions.views.desk import Desk
from connect.contributions.views.entering import by_script, refuse, signed_in
from connect.contributions.views.writing import METHODS, SENT, write

TAKE_BACK = "reprendre"


@signed_in
@require_http_methods(METHODS)
def proposal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a proposal: its form while its author may write it, else what it changes.

    Raises:
        Http404: for whoever may not know that it exists.
    """
    found = with_relations(Proposal.objects.filter(pk=pk)).order_by("pk").first()
    if found is None:
        raise Http404("Cette page n’existe pas.")
    if not may_read(request.user, found):
        if found.author_id != request.user.pk:
            raise Http404("Cette page n’existe pas.")
        return refuse(request, found.holder, found.subject, found.typed, known=True)
    writes = may_write(request.user, found)
    if writes and request.method == "POST" and request.POST.get("action") == TAKE_BACK:
        return _take_back(request, found)
    if writes and found.state in WRITABLE:
        if not (found.is_new or found.is_gone) and request.method != "POST":
            return redirect(Desk.of(found).url)
        return write(request, Desk.of(found))
    if request.method == "POST":
        if by_script(request):
            return JsonResponse({"saved": False, "said": SENT}, status=409)
        messages.info(request, f"{found.get_state_display()}\u00a0: rien n’a été enregistré.")
        return redirect("my-proposal", pk)
    return _show(request, found, writes=writes)


def _take_back(request: HttpRequest, found: Proposal) -> HttpResponseBase:
    try:
        services.take_back(request.user, found.pk)
    except services.NotWritable as refusal:
        messages.warning(
            request, f"Trop tard\u00a0: {refusal.proposal.get_state_display().lower()}."
        )
        return redirect("my-proposal", found.pk)
    messages.success(request, "Votre proposition est de nouveau un brouillon, que vous seul voyez.")
    return redirect(Desk.of(found).url)


def _show(request: HttpRequest, found: Proposal, *, writes: bool) -> HttpResponseBase:
    book = Book()
    if found.state == State.SUBMITTED:
        changes = differences_of(found, book)
    else:
        changes = differences(found.subject, found.base, found.base, found.values, book)
    context = {
        "proposal": found,
        "differences": changes,
        "conflicts": [one for one in changes if one.is_conflict],
        "may_take_back": writes and found.state == State.SUBMITTED,
        "is_mine": found.author_id == request.user.pk,
    }
    return render(request, "contributions/proposal.html", context)
