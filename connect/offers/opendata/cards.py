"""The card of an offer for other sites: whose page is asked, and how large the frame may be (oEmbed 1.0)."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from connect.offers.models import Offer
from connect.offers.opendata import publishing
from connect.offers.selectors import Reader, visible_to

WIDEST = 600
# Heights in pixels by least width: the card without its title, then each line of the title, three at most.
BASES = ((441, 168), (320, 186), (0, 212))
LINE, MOST_LINES = 25, 3
# How many pixels of width a letter of the title takes, and how many the card keeps for its edges.
LETTER, EDGES = 11, 70
ONE_DAY = 24 * 3600
# What a card may do in the page of others: show itself, and open our page in another tab.
SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
# The one page of the site that others may frame: it shows and links, and runs nothing.
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)


@dataclass(frozen=True)
class Frame:
    """Size of a card, in CSS pixels."""

    width: int
    height: int


def _most(raw: str, most: int) -> int:
    # Longer than any screen, or not a number: as if nothing had been asked.
    sane = re.fullmatch(r"[0-9]{1,5}", raw) is not None and int(raw) > 0
    return min(int(raw), most) if sane else most


def frame(title: str, max_width: str = "", max_height: str = "") -> Frame:
    """The size of a card that holds its title and respects what the other site can show.

    Args:
        title: the title of the offer.
        max_width: what it asks, as typed; nonsense is left aside.
        max_height: likewise.
    """
    width = _most(max_width, WIDEST)
    lines = min(MOST_LINES, 1 + len(title) * LETTER // max(LETTER, width - EDGES))
    base = next(height for least, height in BASES if width >= least)
    return Frame(width, _most(max_height, base + lines * LINE))


def offer_at(address: str, host: str, reader: Reader) -> Offer | None:
    """The visible offer whose page has this address on this site.

    Args:
        address: an absolute address, of any origin.
        host: our host, with its port, as the request names it.
        reader: who reads.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    ours = parts.scheme in {"http", "https"} and parts.netloc.lower() == host.lower()
    if not ours or match.url_name not in {"offer", "offer-short"}:
        return None
    found = visible_to(reader).filter(reference__iexact=match.kwargs["reference"])
    return found.select_related("structure").first()


def described(offer: Offer, size: Frame, request: HttpRequest) -> dict[str, Any]:
    """What oEmbed says of a card.

    Args:
        offer: a visible offer, with its structure.
        size: the frame.
        request: for absolute addresses.
    """
    card = request.build_absolute_uri(reverse("offer-card", args=[offer.reference]))
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": publishing.site_name(),
        "provider_url": request.build_absolute_uri("/"),
        "title": offer.title,
        "author_name": offer.structure.name,
        "author_url": request.build_absolute_uri(offer.structure.get_absolute_url()),
        "cache_age": ONE_DAY,
        "width": size.width,
        "height": size.height,
        "html": format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" sandbox="{}" loading="lazy"'
            ' referrerpolicy="no-referrer" frameborder="0"></iframe>',
            card,
            offer.title,
            size.width,
            size.height,
            SANDBOX,
        ),
    }
