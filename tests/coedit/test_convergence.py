"""Whatever happens to sockets and processes, everybody ends with the same text, and nothing acknowledged is missing.

One process on SQLite, two on PostgreSQL with Redis, real sockets, random edits from a seed; -9 in the middle.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from pycrdt import XmlFragment

from connect.accounts.models import User
from connect.coedit import folding, schema, services
from connect.coedit.kinds import Reason
from connect.coedit.models import CoeditDocument
from tests.coedit.conftest import OWNER
from tests.coedit.notebook import Notebook
from tests.coedit.pen import Pen
from tests.coedit.wire import Gone, Serving
from tests.harness.selection import on_postgresql, with_redis
from tests.harness.shared_database import shared
from tests.realtime.redis_server import Server
from tests.realtime.sockets import session_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PAGES, ROUNDS = 4, 60


@pytest.fixture
def servers(writers: list[User], tmp_path: Path) -> Iterator[list[Serving]]:
    """One process where there is no bus between processes, two where there is."""
    several = on_postgresql() and with_redis()
    ids = [user.pk for user in writers]
    with shared(tmp_path) as database, ExitStack() as stack:
        yield [stack.enter_context(Serving(database, ids)) for _ in range(2 if several else 1)]


class Page:
    """Somebody who types, loses the socket and comes back with what was typed meanwhile."""

    def __init__(
        self, name: str, servers: list[Serving], path: str, session: str, seed: int
    ) -> None:
        self.name, self.servers, self.path, self.session = name, servers, path, session
        self.draw = random.Random(seed)
        self.pen: Pen | None = None
        self.doc: Any = None
        self.count = 0
        self.waiting: list[str] = []
        self.acknowledged: set[str] = set()

    async def open(self) -> None:
        """Come in by any server that answers."""
        for _ in range(200):
            server = self.draw.choice(self.servers)
            try:
                self.pen = await server.pen(self.path, self.session, self.doc)
            except Gone:
                await asyncio.sleep(0.05)
                continue
            self.doc = self.pen.doc
            return
        raise AssertionError("no server answers")

    async def lose(self) -> None:
        """Drop the socket without a word."""
        if self.pen is not None:
            await self.pen.browser.disconnect()
            self.pen = None

    def _edit(self) -> bytes:
        """One edit: a line that nobody takes away, a line in passing, a word in a line, or a line in passing gone."""
        before = self.doc.get_state()
        body = self.doc.get("body", type=XmlFragment)
        what = self.draw.random()
        passing = [n for n, child in enumerate(body.children) if "passage" in str(child)]
        if what < 0.5 or self.pen is None:
            self.count += 1
            word = f"{self.name}{self.count}."
            self.waiting.append(word)
            Pen(None, self.doc).put(word)  # type: ignore[arg-type]  # only its document is used
        elif what < 0.65 or not passing:
            Pen(None, self.doc).put("passage")  # type: ignore[arg-type]  # likewise
        elif what < 0.85:
            child = body.children[self.draw.choice(passing)]
            child.children[0].insert(0, "de ")
        else:
            del body.children[self.draw.choice(passing)]
        return bytes(self.doc.get_update(before))

    async def type(self) -> None:
        """Type, with or without a socket; hear what is there."""
        update = self._edit()
        if self.pen is None:
            return
        try:
            await self.pen.send(update)
            await self._hear(0.01)
        except Gone:
            self.pen = None

    async def _hear(self, seconds: float) -> None:
        assert self.pen is not None
        try:
            while True:
                await self.pen.hear(seconds)
                self._count()
        except TimeoutError:
            pass

    def _count(self) -> None:
        if self.pen is not None and self.pen.stored == self.pen.sent:
            self.acknowledged.update(self.waiting)
            self.waiting.clear()

    async def settle(self) -> None:
        """Have everything stored, and ask once more for what the bus may have lost."""
        if self.pen is None:
            await self.open()
        assert self.pen is not None
        await self.pen.settle(20)
        self._count()
        await self.pen.ask()
        while not self.pen.synced:
            await self.pen.hear(20)

    def text(self) -> str:
        return str(self.doc.get("body", type=XmlFragment))


@asynccontextmanager
async def opened(pages: list[Page]) -> AsyncIterator[None]:
    for page in pages:
        await page.open()
    yield
    for page in pages:
        await page.lose()


def pages_of(writers: list[User], servers: list[Serving], seed: int) -> list[Page]:
    document = services.open_document("essai", OWNER)
    path = f"/ws/coedit/essai/{OWNER}/{document.epoch}/{schema.VERSION}/"
    sessions = [session_of(user) for user in writers]
    return [
        Page(name, servers, path, sessions[place % 2], seed * 100 + place)
        for place, name in enumerate("abcd"[:PAGES])
    ]


async def agree(pages: list[Page]) -> None:
    """All pages settle, twice: the second time brings to each what the last one had kept to itself."""
    for _ in range(2):
        for page in pages:
            await page.settle()
    assert len({page.text() for page in pages}) == 1


def run(act: Any) -> None:
    """Run a scene in a loop of this thread; its database calls take threads and connections of their own."""

    async def whole() -> None:
        async with asyncio.timeout(120):
            await act()
        # Threads of this loop hold connections of their own.
        await sync_to_async(connections.close_all)()

    asyncio.run(whole())


def words_of(notebook: Notebook) -> set[str]:
    body = services.current_draft("essai", OWNER).bodies["body"]
    return {node.plain for node in body}


@pytest.mark.parametrize("seed", [1, 2])
def test_everybody_ends_with_the_same_text(
    notebook: Notebook, writers: list[User], servers: list[Serving], seed: int
) -> None:
    pages = pages_of(writers, servers, seed)
    draw = random.Random(seed)
    pk = CoeditDocument.objects.get().pk

    async def act() -> None:
        async with opened(pages):
            for number in range(ROUNDS):
                await asyncio.gather(*(page.type() for page in pages))
                if draw.random() < 0.1:
                    await draw.choice(pages).lose()
                if draw.random() < 0.2:
                    await next((page for page in pages if page.pen is None), pages[0]).settle()
                if number % 10 == 5:
                    await sync_to_async(folding.fold)(pk)
                if number % 20 == 15:
                    await sync_to_async(services.save_now)("essai", OWNER, Reason.PAUSE)
            await agree(pages)

    run(act)
    assert set().union(*(page.acknowledged for page in pages)) <= words_of(notebook)
    assert all(not page.waiting for page in pages)
    assert sum(page.count for page in pages) > ROUNDS
    assert len(notebook.saved) >= 2


def test_nothing_acknowledged_is_lost_when_a_server_is_killed(
    notebook: Notebook, writers: list[User], servers: list[Serving]
) -> None:
    pages = pages_of(writers, servers, 5)
    held: list[set[str]] = []

    async def act() -> None:
        async with opened(pages):
            for number in range(ROUNDS):
                await asyncio.gather(*(page.type() for page in pages))
                if number in {20, 40}:
                    victim = servers[number // 20 % len(servers)]
                    await asyncio.to_thread(victim.kill)
                    known = set().union(*(page.acknowledged for page in pages))
                    assert known <= await sync_to_async(words_of)(notebook)
                    held.append(known)
                    await asyncio.to_thread(victim.start)
                for page in pages:
                    if page.pen is None and number in {25, 45}:
                        await page.open()
            await agree(pages)

    run(act)
    assert held[0]
    assert len(held[1]) > len(held[0])
    everything = {f"{page.name}{n}." for page in pages for n in range(1, page.count + 1)}
    # Even what was not acknowledged at the time of the fault came back with its page.
    assert everything <= words_of(notebook)


@pytest.mark.postgres
@pytest.mark.redis
def test_without_redis_text_is_stored_and_with_it_back_everybody_reads_it(
    notebook: Notebook, writers: list[User], tmp_path: Path
) -> None:
    ids = [user.pk for user in writers]
    with shared(tmp_path) as database, Server(tmp_path) as redis, ExitStack() as stack:
        # The suite's settings give each process that is told « /0 » a place of its own.
        together = redis.url.removesuffix("0") + "5"
        servers = [stack.enter_context(Serving(database, ids, together)) for _ in range(2)]
        ada, bob = pages_of(writers, servers, 9)[:2]
        ada.servers, bob.servers = servers[:1], servers[1:]

        async def act() -> None:
            async with opened([ada, bob]):
                assert ada.pen
                assert bob.pen
                await ada.pen.write("avant")
                while "avant" not in bob.text():
                    await bob.pen.hear()
                await asyncio.to_thread(redis.kill)
                await ada.pen.write("pendant")
                await ada.pen.settle()
                # A page that opens meanwhile is served all the same.
                late = await servers[1].pen(ada.path, ada.session)
                assert "pendant" in late.reads()
                await late.browser.disconnect()
                assert "pendant" not in bob.text()
                await asyncio.to_thread(redis.start)
                # Nobody types: the server makes up for what was missed by itself.
                while "pendant" not in bob.text():
                    await bob.pen.hear(20)
                await agree([ada, bob])

        run(act)
