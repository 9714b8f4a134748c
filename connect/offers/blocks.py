"""Block of pages in which an offer is chosen; nothing of an offer that is not visible ever leaves it."""

from typing import Any

from connect.offers.choosers import offer_chooser_viewset
from connect.offers.models import Offer
from connect.offers.selectors import visible_to


def public_summary(offer: Offer) -> dict[str, str]:
    """What an interface for machines says of a visible offer."""
    return {"external_id": offer.reference, "title": offer.title, "url": offer.get_absolute_url()}


_ChooserBlock: Any = offer_chooser_viewset.get_block_class(
    name="BaseOfferChooserBlock", module_path="connect.offers.blocks"
)


class OfferChooserBlock(_ChooserBlock):
    """One offer; its public representation is empty as soon as the offer is hidden."""

    def get_api_representation(
        self, value: Offer | None, context: Any = None
    ) -> dict[str, str] | None:
        """The offer for machines, or nothing when the public may not see it."""
        offer = visible_to(None).filter(pk=value.pk).first() if value is not None else None
        return public_summary(offer) if offer else None

    class Meta:
        label = "Offre"
        icon = "tag"
