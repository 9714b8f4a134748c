"""People who read pages with a browser."""

from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READER = {"User-Agent": BROWSER}


def reading(
    *, agent: str = BROWSER, address: str = "192.0.2.1", method: str = "GET", **headers: Any
) -> HttpRequest:
    """A request for a page."""
    factory = RequestFactory(headers={"User-Agent": agent, **headers}, REMOTE_ADDR=address)
    return factory.generic(method, "/offres/FIN-001/")
