"""A new offer: whose, of what nature, then its form."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from connect.contributions.models import Proposal
from connect.contributions.selectors import held_by, with_relations
from connect.contributions.views.desk import NEW_TITLES, Desk
from connect.contributions.views.entering import refuse, signed_in
from connect.contributions.views.writing import METHODS, typed_of, write
from connect.memberships.permissions import may_contribute
from connect.offers.enums import Kind
from connect.structures.models import Structure


@signed_in
@require_http_methods(METHODS)
def new_offer(request: HttpRequest) -> HttpResponseBase:
    """Ask whose offer it is and of what nature, then show its form.

    Raises:
        Http404: when the structure is not one that the person writes for.
    """
    reference, kind = request.GET.get("structure", ""), request.GET.get("nature", "")
    if not reference or kind not in Kind.values:
        return _choose(request, reference)
    structure = Structure.objects.filter(reference__iexact=reference[:20]).first()
    if structure is None:
        raise Http404("Cette page n’existe pas.")
    desk = Desk(structure, kind)
    if not may_contribute(request.user, structure):
        return refuse(request, structure, kind, typed_of(request, desk) or {})
    if request.method == "POST":
        desk.draft = _sent_already(request)
        if desk.draft is not None and desk.draft.holder != structure:
            raise Http404("Cette page n’existe pas.")
    return write(request, desk)


def _sent_already(request: HttpRequest) -> Proposal | None:
    """The draft that this very form has made already, when it is sent twice."""
    nonce = request.POST.get("nonce", "")[:32]
    mine = with_relations(Proposal.objects.filter(author_id=request.user.pk, nonce=nonce))
    return mine.order_by("pk").first()


def _choose(request: HttpRequest, reference: str) -> HttpResponseBase:
    structures = sorted(held_by(request.user), key=lambda one: not one.is_mine)  # type: ignore[attr-defined]  # annotated
    if request.method == "POST" or not structures:
        return redirect("my-sheets")
    chosen = next((one for one in structures if one.reference == reference.upper()), None)
    context: dict[str, Any] = {
        "structures": structures,
        "chosen": chosen or (structures[0] if len(structures) == 1 else None),
        "kinds": [(value, NEW_TITLES[value]) for value in NEW_TITLES],
    }
    return render(request, "contributions/choose.html", context)
