"""A site of its own for those who write sheets, and their browsers."""

import json
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE, PICTURES, DemoSite
from tests.runtime.processes import Site, environment, free_port, manage

ROLES = ("membre_groupe", "referent_salarie", "contributeur", "accompagnateur", "moderateur")
# Sessions are made, not asked for: how one comes in is tested elsewhere. Each person has two.
ENTER = """
import json, time
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from connect.accounts.models import User
from toolbox.models import SheetPage
store = import_module(settings.SESSION_ENGINE).SessionStore
def key(user):
    made = store()
    made[SESSION_KEY] = str(user.pk)
    made[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    made[HASH_SESSION_KEY] = user.get_session_auth_hash()
    made["account_authentication_methods"] = [
        {"method": "code", "at": time.time()}, {"method": "mfa", "at": time.time(), "type": "totp"}
    ]
    made["account_authentication_methods_user"] = str(user.pk)
    made.save()
    return made.session_key
users = {role: User.objects.get(email=f"{role}@example.org") for role in %r}
print(json.dumps({
    "cookie": settings.SESSION_COOKIE_NAME,
    "keys": {role: [key(user), key(user)] for role, user in users.items()},
    "sheets": {page.slug: page.pk for page in SheetPage.objects.order_by("pk")},
}))
"""
# What a text says, without the names of those whose carets stand in it.
TEXT = """place => {
  const shown = place.querySelector('.ProseMirror');
  if (!shown) return '';
  const copy = shown.cloneNode(true);
  copy.querySelectorAll('.caret').forEach(one => one.remove());
  return copy.textContent;
}"""
SAVED = "Enregistré"
# A line that is cut makes the browser say so: that is what some tests are about.
CUT = (
    "WebSocket connection to",
    "net::ERR_",
    "Failed to load resource: the server responded with a status of 4",
)


def until(true: Callable[[], bool], what: str = "") -> None:
    """Wait for something.

    Args:
        true: asked again and again.
        what: said when it never comes.

    Raises:
        AssertionError: when it does not come.
    """
    late = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < late, what or "it never came"
        time.sleep(0.05)


class Writer:
    """Somebody in front of a sheet."""

    def __init__(self, page: Page) -> None:
        """Sit down.

        Args:
            page: signed in.
        """
        self.page = page

    def open(self, pk: int) -> None:
        """Open a sheet and wait until one can write in it."""
        self.page.goto(f"/fiches/ecrire/{pk}/")
        self.ready()

    def ready(self) -> None:
        """Wait until the text is there."""
        expect(self.page.locator("[data-writing][data-ready]")).to_be_visible()

    @property
    def said(self) -> Locator:
        """The state of the text, in words."""
        return self.page.locator("[data-status-words]")

    def part(self, name: str = "body") -> Locator:
        """One of the texts of the sheet."""
        return self.page.locator(f"[data-part={name}]")

    def text(self, name: str = "body") -> str:
        """What a text says."""
        found: str = self.part(name).evaluate(TEXT)
        return found

    def begin(self, name: str = "body") -> None:
        """Put the caret at the beginning of the first paragraph of a text."""
        self.part(name).locator("p").first.click(position={"x": 1, "y": 8})
        self.page.keyboard.press("Home")

    def type(self, words: str) -> None:
        """Type where the caret is."""
        self.page.keyboard.type(words)

    def reads(self, words: str, name: str = "body") -> None:
        """Wait until a text holds words."""
        until(lambda: words in self.text(name), f"« {words} » never came: {self.text(name)[:300]}")

    def is_saved(self) -> None:
        """Wait until everything is stored."""
        expect(self.said).to_have_text(SAVED)


class Desk:
    """The site, and everybody who may sit at it."""

    def __init__(self, site: DemoSite, browser: Browser, var: Path) -> None:
        """Copy the demonstration, and serve the copy.

        Args:
            site: which serves the demonstration.
            browser: for all the writers.
            var: where the copy lives.
        """
        self.browser = browser
        source = Path(site.env["VAR_ROOT"])
        ignored = shutil.ignore_patterns("*.sqlite3*", "mail")
        shutil.copytree(source, var, ignore=ignored)
        for database in source.glob("*.sqlite3"):
            with sqlite3.connect(database) as there, sqlite3.connect(var / database.name) as here:
                there.backup(here)
        self.env = environment(var, free_port(), DEMO="1", DEMO_PASSWORD=site.password)
        told = json.loads(self.manage("shell", "--no-imports", "-v", "0", "-c", ENTER % (ROLES,)))
        self.cookie: str = told["cookie"]
        self.keys: dict[str, list[str]] = told["keys"]
        self.sheets: dict[str, int] = told["sheets"]
        self.served = self._serve()

    def manage(self, *arguments: str) -> str:
        """Run a command of `manage.py` beside the server.

        Args:
            arguments: the command and its options.

        Returns:
            The last line that it printed.
        """
        ended = manage(self.env, *arguments)
        assert ended.returncode == 0, ended.stderr
        return (ended.stdout.strip().splitlines() or [""])[-1]

    def _serve(self) -> Site:
        served = Site(self.env)
        served.wait_ready()
        return served

    @property
    def url(self) -> str:
        """Address of the site."""
        return self.served.url

    def kill(self) -> None:
        """Kill the server as a power cut would."""
        self.served.process.send_signal(signal.SIGKILL)
        self.close()

    def start(self) -> None:
        """Start it again."""
        self.served = self._serve()

    def close(self) -> None:
        """Leave nothing behind."""
        self.served.__exit__()

    def enter(self, context: BrowserContext, role: str, number: int = 0) -> None:
        """Sign somebody in.

        Args:
            context: their browser.
            role: who.
            number: which of their sessions.
        """
        cookie = {"name": self.cookie, "value": self.keys[role][number], "url": self.url}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a dictionary of Playwright's

    @contextmanager
    def writers(self, *roles: str, **options: Any) -> Iterator[list[Writer]]:
        """Several persons, each in a browser of their own; none may see an error of our scripts.

        Args:
            roles: who.
            options: of Playwright's contexts.
        """
        faults: list[str] = []
        settings = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, **options}
        contexts = [self.browser.new_context(base_url=self.url, **settings) for _ in roles]
        writers = []
        for context, role in zip(contexts, roles, strict=True):
            context.set_default_timeout(PATIENCE)
            self.enter(context, role)
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(f"script: {error}"))
            page.on(
                "console",
                lambda message: faults.append(message.text) if message.type == "error" else None,
            )
            writers.append(Writer(page))
        try:
            yield writers
        except BaseException:
            PICTURES.mkdir(parents=True, exist_ok=True)
            open_ones = [writer for writer in writers if not writer.page.is_closed()]
            for number, writer in enumerate(open_ones):
                writer.page.screenshot(path=PICTURES / f"writer-{number}.png")
            raise
        finally:
            for context in contexts:
                context.close()
        told = [fault for fault in faults if not any(known in fault for known in CUT)]
        assert not told, told
