"""The history of a sheet, read by the members of its structure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from connect.contributions.recalling import history_of
from connect.contributions.views.entering import signed_in
from connect.memberships.permissions import may_contribute
from connect.offers.models import Offer
from connect.structures.models import Structure


@signed_in
@require_safe
def offer_history(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show who changed what on an offer.

    Raises:
        Http404: for whoever does not act for its structure.
    """
    found = Offer.objects.select_related("structure").filter(reference__iexact=reference).first()
    if found is None or not may_contribute(request.user, found.structure):
        raise Http404("Cette page n’existe pas.")
    return _show(request, found, found.title, reverse("my-offer-edit", args=[found.reference]))


@signed_in
@require_safe
def structure_history(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Show who changed what on the sheet of a structure.

    Raises:
        Http404: for whoever does not act for it.
    """
    found = Structure.objects.filter(reference__iexact=reference).first()
    if found is None or not may_contribute(request.user, found):
        raise Http404("Cette page n’existe pas.")
    return _show(request, found, found.name, reverse("my-structure-edit", args=[found.reference]))


def _show(request: HttpRequest, sheet: Any, title: str, edit_url: str) -> HttpResponseBase:
    context = {
        "title": title,
        "events": history_of(sheet),
        "edit_url": edit_url,
        "reference": sheet.reference,
    }
    return render(request, "contributions/history.html", context)
