"""What an offer says on the day of a plan, kept to tell later what changed."""

from typing import Any

from connect.offers.catalogue.rows import amount_of
from connect.offers.models import Offer


def facts_of(offer: Offer) -> dict[str, Any]:
    """The facts of a visible offer, read with its structure, as they are kept in a plan."""
    return {
        "title": offer.title,
        "structure": offer.structure.name,
        "kind": offer.kind,
        "amount": amount_of(offer),
        "amount_min": offer.amount_min,
        "amount_max": offer.amount_max,
        "rate_max": offer.rate_max,
        "cost": offer.cost,
        "opens_on": offer.opens_on.isoformat() if offer.opens_on else None,
        "closes_on": offer.closes_on.isoformat() if offer.closes_on else None,
        "link": offer.link,
        "phone": offer.phone or offer.structure.phone,
        "email": offer.email or offer.structure.email,
    }
