"""Template tags of the open data: structured data of a page, addresses of the files of a list."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString

from connect.offers.catalogue.criteria import Criteria
from connect.offers.catalogue.rows import OfferRow
from connect.offers.models import Offer
from connect.offers.opendata import addresses, structured
from connect.structures.models import Structure

register = template.Library()


def _absolute(context: RequestContext) -> Any:
    return context["request"].build_absolute_uri


@register.simple_tag(takes_context=True)
def offer_data(context: RequestContext, offer: Offer, row: OfferRow) -> SafeString:
    """What the page of an offer says to machines."""
    return structured.written(structured.offer_data(offer, row, _absolute(context)))


@register.simple_tag(takes_context=True)
def structure_data(context: RequestContext, structure: Structure) -> SafeString:
    """What the page of a structure says to machines."""
    return structured.written(structured.structure_data(structure, _absolute(context)))


@register.simple_tag(takes_context=True)
def site_data(context: RequestContext) -> SafeString:
    """What the home page says to machines."""
    return structured.written(structured.site_data(_absolute(context)))


@register.simple_tag(takes_context=True)
def oembed_address(context: RequestContext, offer: Offer) -> str:
    """Where the card of an offer is described."""
    return addresses.oembed_address(context["request"], offer)


@register.simple_tag
def files_of(criteria: Criteria | str) -> addresses.Files:
    """Files and feeds of a list of offers; of all of them with an empty text."""
    return addresses.files_of(Criteria() if isinstance(criteria, str) else criteria)
