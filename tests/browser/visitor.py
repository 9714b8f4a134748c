"""What an anonymous visitor can find of an offer, wherever the site may show it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Page, expect


@dataclass(frozen=True)
class Shown:
    """An offer as the public knows it."""

    reference: str
    title: str
    address: str
    structure: str


def meet(page: Page, reference: str) -> Shown:
    """Read the page of an offer that is visible.

    Args:
        page: an anonymous page.
        reference: such as FIN-001.
    """
    answer = page.goto(f"/offres/{reference}/")
    assert answer is not None
    assert answer.status == 200
    structure = page.locator(".offer-by").get_by_role("link").get_attribute("href")
    assert structure is not None
    title = page.get_by_role("heading", level=1).inner_text()
    return Shown(reference, title, page.url, structure)


def places(page: Page, offer: Shown) -> dict[str, bool]:
    """Where the site shows the offer now, place by place.

    Args:
        page: an anonymous page.
        offer: the offer, met when it was visible.
    """
    link = page.get_by_role("main").locator(f"a[href*='/offres/{offer.reference}-']")
    found = {}
    answer = page.goto(offer.address)
    assert answer is not None
    found["page"] = answer.status == 200
    if not found["page"]:
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text(offer.title)
    for name, address in {
        "catalogue": f"/offres/?q={offer.title}",
        "search": f"/recherche/?q={offer.title}",
        "structure": offer.structure,
    }.items():
        page.goto(address)
        found[name] = link.count() > 0
    found["api"] = offer.reference in page.request.get(f"/api/v1/offers?q={offer.title}").text()
    found["api search"] = (
        offer.reference in page.request.get(f"/api/v1/search?q={offer.title}").text()
    )
    sitemap = page.request.get("/sitemap-offres.xml")
    assert sitemap.ok
    found["sitemap"] = f"/{offer.reference}-" in sitemap.text()
    return found


def counts(page: Page) -> dict[str, int]:
    """The numbers that the site says: catalogue, API, and the six typologies of the home page.

    Args:
        page: an anonymous page.
    """
    page.goto("/offres/")
    told = page.locator("#resultats .results-count").inner_text()
    page.goto("/")
    kinds = page.get_by_role("navigation", name="Les offres par type").locator("li")
    numbers = [number(words) for words in kinds.all_inner_texts()]
    answer = page.request.get("/api/v1/offers?limit=1").json()
    return {"catalogue": number(told), "api": answer["count"], "home": sum(numbers)}


def number(words: str) -> int:
    """The number in a few words; French groups thousands with spaces.

    Args:
        words: as shown.
    """
    return int(re.sub(r"\D", "", words))
