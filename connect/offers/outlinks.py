"""The addresses of other sites that the catalogue shows, to be checked by `connect.links`."""

from collections.abc import Iterator

from django.db.models import QuerySet

from connect.links.registry import LinkSource, register
from connect.offers.enums import Status
from connect.offers.models import Offer
from connect.structures.models import Structure

CHECKED_STATES = (Status.VISIBLE, Status.TO_VALIDATE)


def offers_with_links() -> QuerySet[Offer]:
    """Offers that the public sees, or is about to see, and that have a page of their own elsewhere."""
    offers = Offer.objects.filter(status__in=CHECKED_STATES, structure__is_public=True)
    return offers.exclude(link="")


def structures_with_links() -> QuerySet[Structure]:
    """Structures that the public sees and that have a site."""
    return Structure.objects.filter(is_public=True).exclude(website="")


def _offer_links() -> Iterator[tuple[int, str, str]]:
    for pk, url in offers_with_links().order_by("pk").values_list("pk", "link"):
        yield pk, "link", url


def _structure_links() -> Iterator[tuple[int, str, str]]:
    for pk, url in structures_with_links().order_by("pk").values_list("pk", "website"):
        yield pk, "website", url


register(LinkSource(kind="offre", label="Offres", links=_offer_links))
register(LinkSource(kind="structure", label="Structures", links=_structure_links))
