"""Offers of the catalogue for the text of a sheet: found by words, and shown with their terms of today."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from connect.common import french
from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import rows_of
from connect.offers.enums import CallState
from connect.offers.models import Offer
from connect.offers.selectors import call_state, closing_soon, visible_to
from connect.search.selectors import matching_ids
from toolbox.models import SheetOffer, SheetPage
from toolbox.views.writing import for_readers_of_drafts

MOST_FOUND = 12
MOST_REFS = 100
LONGEST_QUERY = 120
LARGEST_REF = 2**31 - 1
CLOSED = "Cet appel est clos."
GONE = "Cette offre n’est plus proposée dans le catalogue\u00a0: les lecteurs le verront aussi."


@require_safe
@for_readers_of_drafts
def sheet_write_offers(request: HttpRequest, page: SheetPage) -> JsonResponse:
    """The offers that answer a few words; without words, the calls that close soon.

    Args:
        request: `q` is what was typed.
        page: the sheet.
    """
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if not typed:
        offers = list(closing_soon(request.user))
        words = (
            "Appels qui ferment bientôt. Tapez quelques mots pour chercher dans tout le catalogue."
        )
        return JsonResponse({"offers": _shown(offers), "words": words})
    ranked = matching_ids(typed, "offer").ids
    found = visible_to(request.user).filter(pk__in=ranked).select_related("structure__entity")
    place = {pk: number for number, pk in enumerate(ranked)}
    # Closed calls are found too, after what can still be had.
    offers = sorted(
        found, key=lambda offer: (call_state(offer) == CallState.CLOSED, place[offer.pk])
    )
    return JsonResponse({"offers": _shown(offers[:MOST_FOUND]), "words": _count(len(offers))})


def _count(total: int) -> str:
    if total == 0:
        return "Aucune offre ne répond à ces mots. Essayez un mot plus court, ou le nom de la structure."
    words = french.plural(total, "offre", "offres")
    return f"{words}, voici les {MOST_FOUND} premières." if total > MOST_FOUND else f"{words}."


@require_safe
@for_readers_of_drafts
def sheet_write_cards(request: HttpRequest, page: SheetPage) -> JsonResponse:
    """The terms of several offers in one answer.

    Of an offer that the public does not see any more, only the title that the sheet keeps is told.

    Args:
        request: `refs` holds their keys, separated by commas.
        page: the sheet.
    """
    refs = read_refs(request.GET.get("refs", ""))
    found = visible_to(request.user).filter(pk__in=refs).select_related("structure__entity")
    cards = {card["ref"]: card for card in _shown(found.order_by("pk"))}
    links = page.offer_links.filter(offer_id__in=set(refs) - set(cards)).order_by("pk")
    gone = {link.offer_id: _gone(link) for link in links if link.title}
    return JsonResponse({"found": {str(ref): card for ref, card in (gone | cards).items()}})


def _gone(link: SheetOffer) -> dict[str, Any]:
    nothing = dict.fromkeys(("structure", "kind", "amount", "deadline", "url"), "")
    return {"ref": link.offer_id, "title": link.title, **nothing, "warning": GONE}


def read_refs(text: str) -> list[int]:
    """Keys written one after the other; what is no key is left out.

    Args:
        text: numbers and commas.
    """
    parts = [part for part in text.split(",")[:MOST_REFS] if part.isascii() and part.isdigit()]
    numbers = (int(part) for part in parts if len(part) < 16)
    return [number for number in numbers if 0 < number <= LARGEST_REF]


def _shown(offers: Iterable[Offer]) -> list[dict[str, Any]]:
    return [
        {
            "ref": row.offer.pk,
            "title": str(row.title),
            "structure": row.structure,
            "kind": ", ".join(typology.label for typology in row.typologies),
            "amount": row.amount,
            "deadline": row.deadline.text if row.deadline is not None else "",
            "url": row.url,
            "warning": CLOSED
            if row.deadline is not None and row.deadline.state == "closed"
            else "",
        }
        for row in rows_of(offers, current())
    ]
