"""What pages say of themselves to machines: schema.org in JSON-LD."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from connect.offers.catalogue.rows import OfferRow
from connect.offers.enums import Kind
from connect.offers.models import Offer
from connect.offers.opendata import publishing
from connect.structures.enums import Nature
from connect.structures.models import Structure
from connect.taxonomy.enums import FundingCode

Absolute = Callable[[str], str]
# A data block ends at the first « </script »; these signs never appear in it as themselves.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
PUBLIC_NATURES = {Nature.AUTHORITY, Nature.PUBLIC_BODY}
TYPES_OF_FUNDING: dict[str, list[str]] = {
    FundingCode.SUBSIDY: ["MonetaryGrant", "FinancialProduct"],
    FundingCode.PATRONAGE: ["MonetaryGrant", "FinancialProduct"],
    FundingCode.EMPLOYMENT: ["MonetaryGrant", "FinancialProduct"],
    FundingCode.LOAN: ["LoanOrCredit"],
    FundingCode.CAPITAL: ["FinancialProduct"],
}


def written(data: dict[str, Any]) -> SafeString:
    """JSON that can stand inside a page, whatever its texts hold."""
    text = json.dumps({"@context": "https://schema.org", **data}, default=_day)
    return SafeString(text.translate(_ESCAPES))  # every sign that HTML reads is escaped just above


def _day(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in structured data")


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is unknown: an empty value would say « none »."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {})}


def _types(offer: Offer, row: OfferRow) -> list[str]:
    if offer.kind == Kind.FUNDING:
        code = row.typologies[0].code if row.typologies else ""
        return TYPES_OF_FUNDING.get(code, ["FinancialProduct"])
    if offer.kind == Kind.CALL:
        return ["MonetaryGrant", "Service"]
    return ["GovernmentService" if offer.structure.nature in PUBLIC_NATURES else "Service"]


def _amount(offer: Offer) -> dict[str, Any]:
    known = _filled({"minValue": offer.amount_min, "maxValue": offer.amount_max})
    return {"@type": "MonetaryAmount", "currency": "EUR", **known} if known else {}


def _availability(offer: Offer) -> dict[str, Any]:
    if offer.closes_on is None:
        return {}
    end = timezone.make_aware(datetime.datetime.combine(offer.closes_on, datetime.time(23, 59, 59)))
    return _filled(
        {
            "@type": "Offer",
            "availabilityStarts": offer.opens_on,
            "availabilityEnds": end.isoformat(),
            "validThrough": end.isoformat(),
        }
    )


def offer_data(offer: Offer, row: OfferRow, absolute: Absolute) -> dict[str, Any]:
    """The page of an offer: what is proposed, by whom, to whom, where, until when.

    Args:
        offer: with its related objects read.
        row: its line, for labels.
        absolute: makes an absolute address of a path.
    """
    url = absolute(offer.get_absolute_url())
    types = _types(offer, row)
    service = {
        "@type": types if len(types) > 1 else types[0],
        "@id": f"{url}#offre",
        "identifier": offer.reference,
        "name": offer.title,
        "description": offer.summary,
        "url": url,
        "category": [mark.label for mark in row.typologies],
        "provider": organisation(offer.structure, absolute),
        "areaServed": [
            {"@type": "AdministrativeArea", "name": one.name} for one in offer.territories.all()
        ],
        "audience": [
            {"@type": "Audience", "audienceType": one.label} for one in offer.structure_types.all()
        ],
        "offers": _availability(offer),
    }
    if offer.kind != Kind.ACCOMPANIMENT:
        service["amount"] = _amount(offer)
    page = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": offer.title,
        "inLanguage": "fr",
        "dateModified": timezone.localtime(offer.updated_at).isoformat(timespec="seconds"),
        "lastReviewed": offer.verified_on,
        "license": publishing.LICENCE_URL,
        "mainEntity": _filled(service),
    }
    return _filled(page)


def organisation(structure: Structure, absolute: Absolute) -> dict[str, Any]:
    """A structure in the few words that other pages say of it."""
    public = structure.nature in PUBLIC_NATURES
    return {
        "@type": "GovernmentOrganization" if public else "Organization",
        "@id": f"{absolute(structure.get_absolute_url())}#structure",
        "name": structure.name,
        "url": absolute(structure.get_absolute_url()),
    }


def structure_data(structure: Structure, absolute: Absolute) -> dict[str, Any]:
    """The page of a structure: who it is, where, how to reach it.

    Args:
        structure: with its entity and department read.
        absolute: makes an absolute address of a path.
    """
    place = _filled(
        {
            "addressLocality": structure.commune_name,
            "addressRegion": structure.department.name if structure.department else "",
        }
    )
    address = {"@type": "PostalAddress", **place, "addressCountry": "FR"} if place else {}
    parent = structure.entity.name if structure.entity.name != structure.name else ""
    return _filled(
        {
            **organisation(structure, absolute),
            "identifier": structure.reference,
            "description": structure.description,
            "address": address,
            "email": structure.email,
            "telephone": structure.phone,
            "sameAs": structure.website,
            "parentOrganization": {"@type": "Organization", "name": parent} if parent else {},
        }
    )


def site_data(absolute: Absolute) -> dict[str, Any]:
    """The site and its search."""
    return {
        "@type": "WebSite",
        "url": absolute("/"),
        "name": publishing.site_name(),
        "inLanguage": "fr",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('search'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
