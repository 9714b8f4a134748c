"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from connect.home.chrome import chrome_of


def site_chrome(request: HttpRequest) -> dict[str, Any]:
    """Banner flag and what surrounds the page: `chrome`, also cut into `site_identity`, `menu`, `footer_columns`.

    Nothing is read until a template shows it: fragments and the management pages pay nothing.
    """
    chrome = SimpleLazyObject(lambda: chrome_of(request))
    return {
        "DEMO": settings.DEMO,
        "chrome": chrome,
        "site_identity": SimpleLazyObject(lambda: chrome.identity),
        "menu": SimpleLazyObject(lambda: chrome.menu),
        "footer_columns": SimpleLazyObject(lambda: chrome.footer),
        "legal_links": SimpleLazyObject(lambda: chrome.legal),
    }
