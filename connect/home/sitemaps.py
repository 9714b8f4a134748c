"""Addresses of the pages, for search engines, in the name of the host that is asked."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page

from connect.home.selectors import visible_to


class PageSitemap(Sitemap[Page]):
    """Every public page that does not ask to be left out."""

    changefreq = "monthly"

    def items(self) -> list[Page]:
        """Public pages, in the order of the tree."""
        public: Any = visible_to(None)
        pages = public.filter(depth__gt=1).order_by("path").specific()
        return [page for page in pages if not getattr(page, "excluded_from_sitemap", False)]

    def location(self, item: Page) -> str:
        """The path of the page; the host is that of the request."""
        parts = item.get_url_parts()
        return parts[2] if parts else "/"

    def lastmod(self, item: Page) -> datetime.datetime | None:
        """When it was last published."""
        published: datetime.datetime | None = item.last_published_at
        return published
