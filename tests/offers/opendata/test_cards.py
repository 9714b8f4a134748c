"""Cards of offers for other sites: only of visible offers, only of this site, only as large as asked."""

import json
import re
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

from connect.offers.opendata.cards import WIDEST, frame
from tests.offers.factories import OfferFactory

pytestmark = pytest.mark.django_db


def asked(address: str, **more: str) -> str:
    """The address that asks for a card."""
    return f"/oembed?{urlencode({'url': address, **more})}"


def test_a_card_is_described(client: Client) -> None:
    offer = OfferFactory(reference="FIN-5", title='Prêt "rapide" <b>')
    page = f"http://testserver{offer.get_absolute_url()}"
    for address in (
        page,
        "http://testserver/offres/fin-5/",
        f"https://TESTSERVER{page[17:]}?x=1#a",
    ):
        response = client.get(asked(address, format="json", maxwidth="500"))
        assert response.status_code == 200, address
        assert response["Content-Type"].startswith("application/json")
        assert not response.cookies
        read = json.loads(response.content)
        assert (read["version"], read["type"], read["title"]) == ("1.0", "rich", offer.title)
        assert (read["width"], read["author_name"]) == (500, offer.structure.name)
        frames = re.findall(r'<iframe src="([^"]+)"', read["html"])
        assert frames == ["http://testserver/offres/FIN-5/carte/"]
        assert "<b>" not in read["html"] and "allow-scripts" not in read["html"]
        assert "sandbox=" in read["html"]


def test_only_our_visible_offers_have_a_card(client: Client) -> None:
    OfferFactory(reference="FIN-1")
    OfferFactory(reference="FIN-2", hidden=True)
    OfferFactory(reference="FIN-3", draft=True)
    OfferFactory(reference="FIN-4", to_validate=True)
    OfferFactory(reference="FIN-5", archived=True)
    OfferFactory(reference="FIN-6", of_private_structure=True)
    for number in range(2, 8):
        assert client.get(f"/offres/FIN-{number}/carte/").status_code == 404, number
        assert client.get(asked(f"http://testserver/offres/FIN-{number}/")).status_code == 404
    for address in (
        "http://ailleurs.example/offres/FIN-1/",
        "http://testserver.ailleurs.example/offres/FIN-1/",
        "http://testserver@ailleurs.example/offres/FIN-1/",
        "http://testserver:8080/offres/FIN-1/",
        "//testserver/offres/FIN-1/",
        "/offres/FIN-1/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://testserver/offres/",
        "http://testserver/structures/x/",
        "http://testserver/offres/FIN-1/carte/",
        "http://testserver/nulle-part",
        "http://[::1/offres/FIN-1/",
        "http://testserver/offres/FIN-1/\x00",
        "http://" + "a" * 5000,
    ):
        assert client.get(asked(address)).status_code == 404, address
    assert client.get("/oembed").status_code == 400
    for kind in ("xml", "", "yaml"):
        assert client.get(asked("http://testserver/offres/FIN-1/", format=kind)).status_code == 501
    assert client.get(asked("http://testserver/offres/FIN-1/")).status_code == 200


def test_a_frame_is_never_larger_than_asked() -> None:
    for typed, width in (
        ("", WIDEST),
        ("320", 320),
        ("600", 600),
        ("99999", WIDEST),
        ("9" * 400, WIDEST),
        ("-300", WIDEST),
        ("0", WIDEST),
        ("1e3", WIDEST),
        ("٣٠٠", WIDEST),
        ('300" onload="x', WIDEST),
    ):
        size = frame("Prêt", typed, typed)
        assert size.width == width, typed
        assert 0 < size.height <= 300, typed
    assert frame("Prêt", "320", "100").height == 100
    # A long title takes up to three lines, sooner when the card is narrow.
    heights = [frame("a" * length, width).height for width in ("600", "300") for length in (9, 60, 200)]  # fmt: skip
    assert heights == sorted(heights[:3]) + sorted(heights[3:]) and len(set(heights)) >= 5


def test_only_the_card_may_be_framed(client: Client) -> None:
    offer = OfferFactory(
        open_call=True, reference="AAP-1", title="</title><script>alert(1)</script>"
    )
    response = client.get("/offres/aap-1/carte/")
    assert response.status_code == 200
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script" not in policy and "unsafe" not in policy
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
    text = response.content.decode()
    assert "<script" not in text and "<style" not in text and " style=" not in text
    assert re.search(
        rf'href="http://testserver{offer.get_absolute_url()}" target="_blank" rel="noopener"', text
    )
    for address in (offer.get_absolute_url(), "/offres/", asked("http://testserver/offres/AAP-1/")):
        other = client.get(address)
        assert other["X-Frame-Options"] == "SAMEORIGIN", address
        assert "frame-ancestors 'self'" in other["Content-Security-Policy"], address
    assert client.get(f"/oembed?url={quote('http://testserver/offres/AAP-9/')}").status_code == 404
