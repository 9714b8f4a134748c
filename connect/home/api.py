"""Wagtail's own interface for machines: the public pages, read only, in JSON.

To be mounted as `path("api/", page_api.urls)`; the pages are then at `/api/pages/`.
"""

from typing import Any

from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from connect.home.selectors import visible_to


class PublicPages(PagesAPIViewSet):
    """Live pages without any view restriction, whoever asks: a signed-in reader gets no more."""

    renderer_classes = [JSONRenderer]
    authentication_classes: list[Any] = []

    def get_queryset(self) -> Any:
        """Pages of this site that everybody may read."""
        return super().get_queryset().filter(pk__in=visible_to(None).order_by().values("pk"))


page_api = WagtailAPIRouter("page_api")
page_api.register_endpoint("pages", PublicPages)
