"""Every public page: nothing that axe finds, no sideways scroll, headings in order; light and dark, three widths."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page

from tests.browser.conftest import DemoSite
from tests.browser.public import Address, addresses, failures, prepare

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)
CSRF = "essor_csrf"
# Rows of a long list are one component repeated: the first ones of each group stand for all.
REPEATED = [
    f"{component}:nth-child(n+4)"
    for component in (
        "li.offer",
        "li.call",
        "li.structure-line",
        "li.hit",
        ".needs > li",
        ".footer-links > li",
        "label.choice",
    )
] + [".group:nth-of-type(n+8)"]
# Between light and dark only colours change.
COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """([context, options]) => axe.run(context, {resultTypes: ['violations'], preload: false, ...options})
  .then(found => found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`)))"""
# A change of theme is painted in the next frames, and its transitions take a moment.
SETTLED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
}"""
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"""
TOO_WIDE = """() => document.documentElement.scrollWidth > window.innerWidth
  ? [...document.querySelectorAll('body *')]
      .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
      .slice(0, 3).map(one => one.outerHTML.slice(0, 120)).concat('the page scrolls sideways')
  : []"""


def axe(page: Page, *, part: str = "html", colours_only: bool = False) -> list[str]:
    """The violations of the page, or of a part of it, as it stands."""
    options: dict[str, Any] = {"runOnly": COLOUR} if colours_only else {}
    context = {"include": [[part]], "exclude": [[selector] for selector in REPEATED]}
    found: list[str] = page.evaluate(RUN, [context, options])
    return found


def headings(page: Page) -> list[str]:
    """One title of the page, and no level jumped over."""
    levels: list[int] = page.evaluate(HEADINGS)
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    # The titles of the footer start again from the second level.
    steps = zip([0, *levels], levels, strict=False)
    return faults + [f"h{after} after h{before}" for before, after in steps if after > before + 1]


def examine(page: Page, address: Address) -> list[str]:
    """Look at one page in every theme and width, loading it once."""
    answer = page.goto(address.path)
    assert answer is not None
    faults = [] if answer.status == address.status else [f"status {answer.status}"]
    page.evaluate(Axe().axe_script)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(SETTLED)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            dark = scheme == "dark"
            # The dark header and footer, the same everywhere, are looked at on the home page.
            part = "main" if dark and address.path != "/" else "html"
            told = axe(page, part=part, colours_only=dark)
            if not dark:
                told += page.evaluate(TOO_WIDE) + headings(page)
            faults += [f"{address.path} {scheme} {width}: {fault}" for fault in told]
    # Only a form that is posted may leave its token behind.
    posted = page.locator("form[method=post]").count() > 0
    left = {str(one.get("name")) for one in page.context.cookies()} - ({CSRF} if posted else set())
    page.context.clear_cookies()
    return faults + [f"{address.path}: sets the cookie {name}" for name in sorted(left)]


def test_no_violation_on_any_public_page(open_page: Callable[..., Page], site: DemoSite) -> None:
    prepare(site, open_page())
    page = open_page(reduced_motion="reduce")

    looked_at = [*addresses(page), *failures(site, page)]
    faults = [fault for address in looked_at for fault in examine(page, address)]

    assert not faults, "\n".join(faults)


def test_no_violation_in_what_unfolds(open_page: Callable[..., Page]) -> None:
    page = open_page(
        viewport={"width": 360, "height": 740}, has_touch=True, reduced_motion="reduce"
    )
    page.goto("/offres/")
    page.locator(".menu-small summary").tap()
    page.evaluate(Axe().axe_script)
    assert axe(page) == []

    page.get_by_role("button", name="Filtrer les offres").tap()
    closed = page.get_by_role("dialog").locator("details:not([open]) > summary")
    while closed.count():
        closed.first.tap()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.evaluate(SETTLED)
        assert axe(page) == []
    assert page.evaluate(TOO_WIDE) == []
