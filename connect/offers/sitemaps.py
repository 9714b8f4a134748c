"""Addresses that search engines may index."""

from datetime import date

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from connect.offers.models import Offer
from connect.offers.selectors import visible_to
from connect.structures.models import Structure
from connect.structures.selectors import visible_to as structures_visible_to


class OfferSitemap(Sitemap[Offer]):
    """Every visible offer."""

    changefreq = "weekly"
    limit = 5000

    def items(self) -> QuerySet[Offer]:
        """Visible offers, in a stable order."""
        return visible_to(None).only("reference", "slug", "verified_on").order_by("pk")

    def lastmod(self, item: Offer) -> date | None:
        """Date of the last verification."""
        return item.verified_on


class StructureSitemap(Sitemap[Structure]):
    """Every public structure."""

    changefreq = "monthly"
    limit = 5000

    def items(self) -> QuerySet[Structure]:
        """Public structures, in a stable order."""
        return structures_visible_to(None).only("slug", "verified_on").order_by("pk")

    def lastmod(self, item: Structure) -> date | None:
        """Date of the last verification."""
        return item.verified_on


class ListSitemap(Sitemap[str]):
    """The pages that list."""

    changefreq = "daily"

    def items(self) -> list[str]:
        """Names of the addresses."""
        return ["catalogue", "calls", "structures"]

    def location(self, item: str) -> str:
        """The address itself."""
        return reverse(item)


SITEMAPS = {"listes": ListSitemap, "offres": OfferSitemap, "structures": StructureSitemap}
