"""What pages say to machines: true, whole, and never more than data."""

import html
import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from django.test import Client, RequestFactory

from connect.offers.catalogue.index import current
from connect.offers.catalogue.rows import rows_of
from connect.offers.opendata import structured
from connect.structures.enums import Nature
from tests.offers.factories import OfferFactory
from tests.offers.opendata.reading import body
from tests.structures.factories import StructureFactory
from tests.taxonomy.factories import FundingTypeFactory, StructureTypeFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ' \" \\"


def said(client: Client, address: str) -> dict[str, Any]:
    """The one data block of a page."""
    (block,) = BLOCK.findall(body(client, address))
    read: dict[str, Any] = json.loads(block)
    return read


def test_an_offer_says_who_gives_what_to_whom_where_until_when(client: Client) -> None:
    structure = StructureFactory(name="Métropole", nature=Nature.AUTHORITY)
    call = OfferFactory(
        open_call=True,
        structure=structure,
        amount_max=20000,
        structure_types=[StructureTypeFactory(label="Association")],
        territories=[TerritoryFactory(name="Nantes")],
    )
    page = said(client, call.get_absolute_url())
    url = f"http://testserver{call.get_absolute_url()}"
    assert (page["@context"], page["@type"], page["url"]) == ("https://schema.org", "WebPage", url)
    assert page["dateModified"] and "lastReviewed" not in page
    main = page["mainEntity"]
    assert main["identifier"] == call.reference and main["url"] == url
    assert main["provider"]["@type"] == "GovernmentOrganization"
    assert main["provider"]["name"] == "Métropole"
    assert main["areaServed"] == [{"@type": "AdministrativeArea", "name": "Nantes"}]
    assert main["audience"] == [{"@type": "Audience", "audienceType": "Association"}]
    assert main["amount"] == {"@type": "MonetaryAmount", "currency": "EUR", "maxValue": 20000}
    end = main["offers"]["validThrough"]
    assert end.startswith(f"{call.closes_on}T23:59:59+0") and main["offers"]["availabilityEnds"]


def test_each_kind_has_its_type() -> None:
    absolute = RequestFactory().get("/").build_absolute_uri
    authority = StructureFactory(nature=Nature.AUTHORITY)
    cases = (
        (OfferFactory(), ["MonetaryGrant", "FinancialProduct"]),
        (OfferFactory(funding_type=FundingTypeFactory(code="pret")), "LoanOrCredit"),
        (OfferFactory(funding_type=FundingTypeFactory(code="prise_capital")), "FinancialProduct"),
        (OfferFactory(accompaniment=True), "Service"),
        (OfferFactory(accompaniment=True, structure=authority), "GovernmentService"),
        (OfferFactory(open_call=True), ["MonetaryGrant", "Service"]),
    )
    index = current()
    for offer, expected in cases:
        data = structured.offer_data(offer, rows_of([offer], index)[0], absolute)
        assert data["mainEntity"]["@type"] == expected


def test_structure_and_home_say_who_they_are(client: Client) -> None:
    department = TerritoryFactory(department=True)
    structure = StructureFactory(
        name="Coopérative", commune_name="Nantes", department=department, phone="02 40 00 00 00"
    )
    page = said(client, structure.get_absolute_url())
    assert (page["@type"], page["name"]) == ("Organization", "Coopérative")
    assert page["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Nantes",
        "addressRegion": department.name,
        "addressCountry": "FR",
    }
    assert "email" not in page and page["parentOrganization"]["name"] == structure.entity.name
    site = structured.site_data(RequestFactory().get("/").build_absolute_uri)
    action = site["potentialAction"]
    assert action["target"]["urlTemplate"] == (
        "http://testserver/recherche/?q={search_term_string}"
    )
    assert not BLOCK.findall(body(client, "/offres/"))


def test_a_hostile_title_stays_inside_the_block(client: Client) -> None:
    structure = StructureFactory(name=HOSTILE, description=HOSTILE)
    offer = OfferFactory(title=HOSTILE, summary=HOSTILE, structure=structure)
    page = said(client, offer.get_absolute_url())
    assert page["name"] == page["mainEntity"]["description"] == HOSTILE
    assert said(client, structure.get_absolute_url())["name"] == HOSTILE
    for address in (offer.get_absolute_url(), structure.get_absolute_url()):
        text = body(client, address)
        (block,) = BLOCK.findall(text)
        assert not re.search(r"[<>&\u2028]", block)
        assert "<script>alert" not in text


def test_pages_lead_to_their_machines(client: Client) -> None:
    offer = OfferFactory(open_call=True)
    text = html.unescape(body(client, "/offres/?clos=1&q=offre&page=2"))
    for link in (
        '<link rel="search" href="/opensearch.xml" type="application/opensearchdescription+xml"',
        'href="/offres/nouveautes.atom?q=offre&clos=1"',
        'href="/appels/clotures.atom?q=offre&clos=1"',
        'href="/appels/clotures.ics?q=offre&clos=1"',
        'href="/offres/export.csv?q=offre&clos=1"',
        'href="/offres/export.json?q=offre&clos=1"',
    ):
        assert link in text, link
    assert 'href="/appels/clotures.atom"' in body(client, "/appels/")
    StructureFactory(accompanier=True)
    structures = html.unescape(body(client, "/structures/?role=accompagne&departement=zz"))
    assert 'href="/structures/export.csv?role=accompagne"' in structures
    page = body(client, offer.get_absolute_url())
    found = re.search(r'type="application/json\+oembed"[^>]* href="([^"]+)"', page)
    assert found
    described = json.loads(body(client, html.unescape(found[1])))
    assert described["title"] == offer.title


def test_browsers_learn_how_to_search(client: Client) -> None:
    root = ElementTree.fromstring(body(client, "/opensearch.xml"))  # noqa: S314  # our own answer
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    assert len(root.findtext(f"{space}ShortName") or "x" * 17) <= 16
    url = root.find(f"{space}Url")
    assert url is not None
    assert url.get("template") == "http://testserver/recherche/?q={searchTerms}"
