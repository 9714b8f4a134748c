"""How sheets link to offers: the sheets that speak of an offer stand on its page."""

from collections.abc import Mapping
from typing import Any

from connect.offers.linked import LinkedContent, register
from connect.offers.models import Offer
from toolbox.models import SheetOffer
from toolbox.selectors import visible_to

MOST_SHOWN = 12


def _sheets(offer: Offer, reader: Any) -> Mapping[str, Any] | None:
    """Published sheets only: the links of a draft are in its revision, not in the table."""
    links = SheetOffer.objects.filter(offer=offer, page__in=visible_to(reader).order_by())
    found = list(
        links.select_related("page").order_by("-page__last_published_at", "pk")[:MOST_SHOWN]
    )
    return {"links": found} if found else None


register(
    LinkedContent(
        key="fiches",
        label="Les fiches qui en parlent",
        order=10,
        selector=_sheets,
        template="toolbox/_on_offer.html",
    )
)
