"""Pages of the site and what surrounds them."""

from connect.home.models.base import SitePage
from connect.home.models.identity import SiteIdentity
from connect.home.models.pages import ContentPage, HomePage, IndexPage

__all__ = ["ContentPage", "HomePage", "IndexPage", "SiteIdentity", "SitePage"]
