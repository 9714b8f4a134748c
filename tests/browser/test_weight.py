"""What a first visit costs on the wire, and what it leaves behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MOST_BYTES = 150_000
MOST_REQUESTS = 40


@pytest.mark.parametrize("address", ["/", "/offres/", "/offres/FIN-049/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_first_visit_is_light(open_page: Callable[..., Page], address: str, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 900})
    wire = page.context.new_cdp_session(page)
    weights: list[float] = []
    asked: list[str] = []
    # What arrives on the wire, headers included.
    wire.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.on("request", lambda request: asked.append(request.url))
    wire.send("Network.enable")

    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")

    assert len(weights) >= 4, "the style, the script and a font at least are loaded"
    assert sum(weights) < MOST_BYTES, dict(zip(asked, weights, strict=False))
    assert len(asked) <= MOST_REQUESTS, asked
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0
