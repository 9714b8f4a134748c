"""A real site on the demonstration's data, and a real Chromium in front of it."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.entering import enter_with_both_factors
from tests.runtime.processes import ROOT, Site, environment, free_port, manage

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Milliseconds: what a page may take on a busy machine of two cores.
PATIENCE = 15_000
PICTURES = ROOT / "var" / "browser"


@dataclass(frozen=True)
class DemoSite:
    """The served site, and how to sign in to it."""

    url: str
    password: str
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py` on this very site.

        Args:
            arguments: the command and its options.

        Raises:
            AssertionError: when it fails.
        """
        ended = manage(self.env, *arguments)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    """The demonstration served by `manage.py serve`, in folders of its own."""
    password = secrets.token_urlsafe(12)
    var = tmp_path_factory.mktemp("site") / "var"
    env = environment(var, free_port(), DEMO="1", DEMO_PASSWORD=password)
    for arguments in (("migrate", "--verbosity", "0"), ("load_demo",)):
        ended = manage(env, *arguments)
        assert ended.returncode == 0, ended.stderr
    with Site(env) as served:
        served.wait_ready()
        yield DemoSite(served.url, password, env)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian packages it."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield launched
        launched.close()


EXPECTED = (
    # A page of error is a test's own business: it asks for the status it expects.
    "Failed to load resource: the server responded with a status of 4",
    # htmx tells of a request given up because the person left the page. Each end of a failed request is told twice:
    # one that truly failed is still seen by its other name (`htmx:sendError`, `htmx:timeout`).
    "console: htmx:sendAbort",
    "console: htmx:afterRequest",
)


class Watched:
    """Notes what a page should never do: log an error, or ask another host for anything."""

    def __init__(self, page: Page, url: str) -> None:
        """Listen to the page.

        Args:
            page: a new page.
            url: the site's own address.
        """
        self.faults: list[str] = []
        host = urlsplit(url).netloc
        page.on("console", self._read)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        page.on("request", lambda r: self._look(r.url, host))

    def _read(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._note(f"console: {message.text}")

    def _note(self, fault: str) -> None:
        if not any(expected in fault for expected in EXPECTED):
            self.faults.append(fault)

    def _look(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.netloc != host:
            self._note(f"third party: {url}")


@pytest.fixture
def open_page(
    browser: Browser, site: DemoSite, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Opens pages in contexts of their own; any option of Playwright's `new_context` may be given.

    A page that logged an error or asked a third party fails its test; all leave a picture when their test fails.
    """
    opened: list[tuple[BrowserContext, Page, Watched]] = []

    def new(**options: object) -> Page:
        settings = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(base_url=site.url, **settings)  # type: ignore[arg-type]  # options of Playwright
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        opened.append((context, page, Watched(page, site.url)))
        return page

    yield new
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
    faults = []
    for number, (context, page, watched) in enumerate(opened):
        if request.node.stash.get(FAILED, False) or watched.faults:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(PICTURES / f"{name}-{number}.png"), full_page=True)
        faults += watched.faults
        context.close()
    assert not faults


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page at 1280 × 900, with JavaScript."""
    return open_page()


@pytest.fixture
def page_without_script(open_page: Callable[..., Page]) -> Page:
    """A page whose browser runs no JavaScript."""
    return open_page(java_script_enabled=False)


@pytest.fixture(scope="session")
def kept_sessions() -> dict[str, list[Any]]:
    """Cookies of the roles that signed in: a code of the second factor serves once, and tests are quicker than it."""
    return {}


@pytest.fixture
def sign_in(site: DemoSite, kept_sessions: dict[str, list[Any]]) -> Callable[[Page, str], None]:
    """Signs a demonstration user of the staff in to the administration, with both factors."""

    def as_role(page: Page, role: str) -> None:
        """Sign in; the second time, with the session of the first.

        Args:
            page: where to.
            role: the part before `@example.org`.
        """
        if role in kept_sessions:
            page.context.add_cookies(kept_sessions[role])
            page.goto("/gestion/")
            if urlsplit(page.url).path == "/gestion/":
                return
        enter_with_both_factors(page, f"{role}@example.org", site.password)
        kept_sessions[role] = [
            cookie for cookie in page.context.cookies() if "session" in str(cookie["name"])
        ]

    return as_role


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):  # type: ignore[no-untyped-def]
    """Remember a failure, for the pictures."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
