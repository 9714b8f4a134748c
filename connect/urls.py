"""Addresses of the site."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from connect.api import api
from connect.home.api import page_api
from connect.home.robots import robots
from connect.home.sitemaps import PageSitemap
from connect.offers.sitemaps import SITEMAPS

maps = {**SITEMAPS, "pages": PageSitemap}

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("connect.runtime.urls")),
    path("", include("connect.demo.urls")),
    path("", include("connect.accounts.urls")),
    path("", include("connect.coedit.urls")),
    path("", include("connect.contributions.urls")),
    path("", include("connect.home.urls")),
    path("", include("connect.memberships.urls")),
    path("", include("connect.offers.urls")),
    path("", include("connect.groups.urls")),
    path("", include("connect.orientation.urls")),
    path("", include("connect.outreach.urls")),
    path("", include("connect.panorama.urls")),
    path("", include("connect.search.urls")),
    path("", include("connect.notifications.urls")),
    path("", include("toolbox.urls")),
    path("robots.txt", robots, name="robots"),
    path("api/v1/", api.urls),
    path("api/", page_api.urls),
    path("gestion/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": maps, "sitemap_url_name": "sitemap-part"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": maps}, name="sitemap-part"),
    path("", include(wagtail_urls)),
]
