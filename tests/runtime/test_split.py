"""Pages, sockets and jobs by processes of their own, for real: PostgreSQL, Redis, a port for each."""

import signal
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from connect.coedit import frames
from connect.realtime.closing import Closing
from tests.harness.shared_database import shared
from tests.realtime.redis_server import Server
from tests.runtime.live import Person, everything_is_heard, paragraph, wait_until
from tests.runtime.processes import Site, environment, free_port, manage

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


class Split:
    """A site in five processes: two draw pages, two keep sockets, one runs the jobs."""

    def __init__(self, stack: ExitStack, env: dict[str, str]) -> None:
        """Start them all.

        Args:
            stack: ends them.
            env: what they share.
        """

        def started(command: str, **more: str) -> Site:
            own = {**env, "PORT": str(free_port()), **more}
            return stack.enter_context(Site(own, command))

        self.pages = started("serve_pages", WEB_CONCURRENCY="2")
        self.sockets = [started("serve_sockets") for _ in range(2)]
        self.jobs = started("serve_jobs")
        for site in self.all:
            site.wait_ready()
        # The command speaks once its processes are started; they load the site in their own time.
        wait_until(self._answers, 60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.pages.url}/healthz", timeout=10) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    @property
    def all(self) -> list[Site]:
        """Every process that was started, not its own children."""
        return [self.pages, *self.sockets, self.jobs]

    def stop(self) -> None:
        """Every process ends when asked to, with 0, and leaves none behind."""
        for site in self.all:
            code, _, errors = site.end(signal.SIGTERM)
            assert code == 0, errors
            assert "Traceback" not in errors, errors
            assert site.group_is_empty()


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


def test_every_process_reaches_the_pages_that_are_open(split: Split, redis: Server) -> None:
    """What pages, sockets and jobs publish reaches the sockets of both processes, before and after Redis dies."""
    person = Person(split.pages.url)

    def all_is_well() -> bool:
        return set(person.parts().values()) == {"ok"}

    with ExitStack() as stack:
        first, second = person.open(stack, [site.address for site in split.sockets])
        everything_is_heard(person, first, second)
        wait_until(all_is_well)

        redis.kill()
        wait_until(lambda: person.parts()["cache"] == person.parts()["live"] == "down")
        began = time.monotonic()
        assert person.entry()[0] == 200
        first.send(frames.sync(frames.UPDATE, paragraph("sans Redis")))
        assert first.stored() == 2
        assert time.monotonic() - began < 5
        redis.start()
        wait_until(all_is_well)

        written = paragraph("après Redis")
        first.send(frames.sync(frames.UPDATE, written))
        while second.update() != written:
            pass
        # Signing out on a page ends the sockets, wherever they are.
        assert person.ask("/compte/deconnexion/", b"")[0] == 302
        assert first.closing() == second.closing() == Closing.SIGNED_OUT
    assert person.entry()[0] == 401
    split.stop()


def test_commands_that_cannot_work_say_so_in_one_sentence(redis: Server, tmp_path: Path) -> None:
    """No Redis, several processes of the one-process server, a taken port."""
    with shared(tmp_path) as database:
        alone = environment(tmp_path / "var", free_port(), DATABASE_URL=database)
        several = {**alone, "REDIS_URL": redis.url}
        cases = [
            (manage(alone, "serve_sockets"), "REDIS_URL"),
            (manage({**several, "WEB_CONCURRENCY": "2"}, "serve"), "serve_pages"),
            (manage({**several, "PORT": str(redis.port)}, "serve_pages"), "already taken"),
        ]
    for ended, said in cases:
        assert ended.returncode == 1
        assert said in ended.stderr
        assert ended.stderr.count("\n") == 1
