"""A draft drawn with the template of the public page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connect.contributions.enums import WRITABLE, Subject
from connect.contributions.models import Proposal
from connect.contributions.permissions import may_write
from connect.contributions.previewing import (
    Draft,
    previewed_offer,
    previewed_structure,
    read_draft,
    row_of,
)
from connect.contributions.sheets.book import Book
from connect.contributions.views.desk import Desk
from connect.contributions.views.entering import refuse, signed_in
from connect.contributions.views.writing import own_proposal
from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import rows_of
from connect.offers.selectors import visible_to
from connect.offers.views.structures import OfferSection
from connect.taxonomy.selectors import themes_tied_to


@signed_in
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show what the public would read.

    Raises:
        Http404: when the draft is not the person’s.
    """
    proposal = own_proposal(request, pk)
    if not may_write(request.user, proposal):
        return refuse(request, proposal.holder, proposal.subject, proposal.typed, known=True)
    desk = Desk.of(proposal)
    told = {"back": desk.url, "writable": proposal.state in WRITABLE, "title": proposal.title}
    return draw(request, proposal, told)


def draw(request: HttpRequest, proposal: Proposal, told: dict[str, Any]) -> HttpResponse:
    """Draw a proposal as its public page, with a band that says so.

    Args:
        request: what was asked.
        proposal: a draft, or what was sent.
        told: what the band says: `back`, `writable`, `title`.
    """
    book = Book()
    draft = read_draft(proposal, book)
    band = {**told, "wrong": draft.wrong}
    if proposal.subject == Subject.STRUCTURE:
        return _structure(request, proposal, draft, book, band)
    offer = previewed_offer(proposal, draft.values, book)
    themes = themes_tied_to(
        [offer.funding_type_id] if offer.funding_type_id else [],
        [one.pk for one in offer.accompaniment_types.all()],
        [one.pk for one in offer.objects_funded.all()],
    )
    context = {
        "offer": offer,
        "row": row_of(offer, draft.values, book),
        "themes": list(themes),
        "neighbours": [],
        "band": band,
    }
    return render(request, "contributions/preview_offer.html", context)


def _structure(
    request: HttpRequest, proposal: Proposal, draft: Draft, book: Book, band: dict[str, Any]
) -> HttpResponse:
    structure = previewed_structure(proposal.structure, draft.values, book)
    offers = visible_to(None).filter(structure=structure).select_related("structure__entity")
    rows = rows_of(offers.order_by("title", "reference"), current())
    context = {
        "structure": structure,
        "sections": [OfferSection("Offres et appels", rows)] if rows else [],
        "siblings": [],
        "band": band,
    }
    return render(request, "contributions/preview_structure.html", context)
