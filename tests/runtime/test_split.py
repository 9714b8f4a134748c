"""Pages, sockets and jobs by processes of their own, for real: PostgreSQL, Redis, a port for each."""

import json
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from wagtail.models import Page

from connect.accounts.models import User
from connect.coedit import frames
from connect.coedit.models import CoeditUpdate
from connect.realtime.closing import Closing
from tests.accounts.factories import UserFactory
from tests.groups.factories import GroupMembershipFactory
from tests.harness.shared_database import shared
from tests.realtime.redis_server import Server
from tests.realtime.sockets import session_of
from tests.runtime.processes import Site, environment, free_port, manage
from tests.runtime.sockets import Socket, socket
from toolbox.services import create_sheet
from toolbox.starting import list_under

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TOKEN = "t" * 32


class Split:
    """A site in five processes: two draw pages, two keep sockets, one runs the jobs."""

    def __init__(self, stack: ExitStack, env: dict[str, str]) -> None:
        """Start them all.

        Args:
            stack: ends them.
            env: what they share.
        """

        def started(command: str, **more: str) -> Site:
            more.setdefault("PORT", str(free_port()))
            return stack.enter_context(Site({**env, **more}, command))

        self.pages = started("serve_pages", WEB_CONCURRENCY="2")
        self.sockets = [started("serve_sockets") for _ in range(2)]
        self.jobs = started("serve_jobs")
        for site in self.all:
            site.wait_ready()
        # The command speaks once its processes are started; they load the site in their own time.
        deadline = time.monotonic() + 60
        while self.ask("/healthz")[0] != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)

    @property
    def all(self) -> list[Site]:
        """Every process that was started, not its own children."""
        return [self.pages, *self.sockets, self.jobs]

    def ask(self, path: str, session: str = "", body: bytes | None = None) -> tuple[int, bytes]:
        """Ask the processes of pages: status and content.

        Args:
            path: what is asked.
            session: key of the person's session.
            body: of a POST.
        """
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        request = urllib.request.Request(
            self.pages.url + path, data=body, headers={"Cookie": cookies, "X-CSRFToken": TOKEN}
        )
        if body is not None:
            request.add_header("Content-Type", "application/octet-stream")
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=10) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def parts(self) -> dict[str, Any]:
        """What `/readyz` says of each part."""
        told: dict[str, Any] = json.loads(self.ask("/readyz")[1])["parts"]
        return {name: part["state"] for name, part in told.items()}


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the page that it leads to is not what is looked at."""

    def redirect_request(self, *_: Any) -> None:
        return None


def wait_until(told: Any, seconds: float = 30) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Server]:
    """A Redis that this test may kill."""
    with Server(tmp_path) as server:
        yield server


@pytest.fixture
def split(redis: Server, tmp_path: Path) -> Iterator[Split]:
    """The site, on the database of the suite."""
    with shared(tmp_path) as database, ExitStack() as stack:
        more = {
            "DATABASE_URL": database,
            "REDIS_URL": redis.url,
            "SECRET_KEY": settings.SECRET_KEY,
        }
        yield Split(stack, environment(tmp_path / "var", 8000, **more))


@pytest.fixture
def writer() -> User:
    """A member of a group."""
    member: User = GroupMembershipFactory(user=UserFactory()).user
    return member


@pytest.fixture
def sheet(writer: User) -> int:
    """A sheet of that group."""
    list_under(Page.objects.get(depth=2))
    group = writer.group_memberships.get().group
    return int(create_sheet(group, "Une fiche", writer).pk)


def paragraph(text: str) -> bytes:
    """An update that adds one."""
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    body.children.append(XmlElement("paragraph")).children.append(XmlText(text))
    return bytes(doc.get_update())


def open_both(split: Split, stack: ExitStack, path: str, session: str) -> list[Socket]:
    """A socket by each process of sockets, in step with the text."""
    opened = []
    for site in split.sockets:
        one = stack.enter_context(socket(site.address, path, session))
        one.enter()
        opened.append(one)
    return opened


def test_every_process_reaches_the_pages_that_are_open(
    split: Split, redis: Server, writer: User, sheet: int
) -> None:
    """What pages, sockets and jobs publish reaches the sockets of both processes, before and after Redis dies."""
    session = session_of(writer)
    status, told = split.ask(f"/coedit/fiche/{sheet}/", session)
    assert status == 200
    entry = json.loads(told)
    with ExitStack() as stack:
        first, second = open_both(split, stack, entry["socket"], session)
        # From a socket to that of the other process, stored.
        written = paragraph("par un direct")
        first.send(frames.sync(frames.UPDATE, written))
        assert second.update() == written
        assert first.stored() == 1
        # From a page (mode lent) to both.
        written = paragraph("par une page")
        body = frames.block(frames.sync(frames.UPDATE, written))
        assert split.ask(entry["slow"], session, body)[0] == 200
        assert first.update() == second.update() == written
        # From a job to both: the writing looks paused, the clock finds it.
        CoeditUpdate.objects.update(created_at=timezone.now() - timedelta(minutes=1))
        assert first.notice()["type"] == second.notice()["type"] == "document.version"
        wait_until(lambda: set(split.parts().values()) == {"ok"})

        redis.kill()
        wait_until(lambda: split.parts()["cache"] == split.parts()["live"] == "down")
        began = time.monotonic()
        assert split.ask("/healthz")[0] == 200
        assert split.ask(f"/coedit/fiche/{sheet}/", session)[0] == 200
        first.send(frames.sync(frames.UPDATE, paragraph("sans Redis")))
        assert first.stored() == 2
        assert time.monotonic() - began < 5
        redis.start()
        wait_until(lambda: set(split.parts().values()) == {"ok"})

        written = paragraph("après Redis")
        first.send(frames.sync(frames.UPDATE, written))
        while second.update() != written:
            pass
        # Signing out on a page ends the sockets, wherever they are.
        assert split.ask("/compte/deconnexion/", session, b"")[0] == 302
        assert first.closing() == second.closing() == Closing.SIGNED_OUT
    assert split.ask(f"/coedit/fiche/{sheet}/", session)[0] == 401
    stop(split)


def stop(split: Split) -> None:
    """Every process ends when asked to, with 0, and leaves none behind."""
    for site in split.all:
        code, _, errors = site.end(signal.SIGTERM)
        assert code == 0, errors
        assert "Traceback" not in errors, errors
        assert site.group_is_empty()


def test_commands_that_cannot_work_say_so_in_one_sentence(redis: Server, tmp_path: Path) -> None:
    """No Redis, several processes of the one-process server, a taken port."""
    with shared(tmp_path) as database:
        alone = environment(tmp_path / "var", free_port(), DATABASE_URL=database)
        several = {**alone, "REDIS_URL": redis.url}
        taken = {**several, "PORT": str(redis.port)}
        cases = [
            (manage(alone, "serve_pages"), "REDIS_URL"),
            (manage(alone, "serve_sockets"), "REDIS_URL"),
            (manage(alone, "serve_jobs"), "REDIS_URL"),
            (manage({**several, "WEB_CONCURRENCY": "2"}, "serve"), "serve_pages"),
            (manage(taken, "serve_pages"), "already taken"),
            (manage(taken, "serve_sockets"), "already taken"),
        ]
    for ended, said in cases:
        assert ended.returncode == 1
        assert said in ended.stderr
        assert ended.stderr.count("\n") == 1
