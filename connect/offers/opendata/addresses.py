"""Addresses of the files and feeds of a list, with the filters of the page that shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from connect.offers.catalogue.criteria import Criteria
from connect.offers.models import Offer
from connect.offers.structure_listing import StructureFilters


@dataclass(frozen=True)
class Files:
    """Where the same list is, for machines.

    Attributes:
        csv: the table.
        json: the same, for programs.
        news: feed of the new ones, or nothing.
        closing: feed of the calls that close soon, or nothing.
        calendar: the same dates for a calendar, or nothing.
    """

    csv: str
    json: str
    news: str = ""
    closing: str = ""
    calendar: str = ""


def files_of(criteria: Criteria) -> Files:
    """Files and feeds of the offers that these criteria find, whatever the page shown."""
    whole = criteria.on_page(1)
    return Files(
        csv=whole.url(reverse("catalogue-csv")),
        json=whole.url(reverse("catalogue-json")),
        news=whole.url(reverse("offers-feed")),
        closing=whole.url(reverse("calls-feed")),
        calendar=whole.url(reverse("calls-calendar")),
    )


def structure_files(filters: StructureFilters) -> Files:
    """Files of the structures that these filters find."""
    end = f"?{filters.query()}" if filters.query() else ""
    return Files(f"{reverse('structures-csv')}{end}", f"{reverse('structures-json')}{end}")


def oembed_address(request: HttpRequest, offer: Offer) -> str:
    """Absolute address that describes the card of an offer to other sites."""
    page = request.build_absolute_uri(offer.get_absolute_url())
    return f"{request.build_absolute_uri(reverse('oembed'))}?{urlencode({'url': page})}"
