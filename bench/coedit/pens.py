"""Pages that write by themselves: sockets whose updates were made beforehand, and the times of what they hear."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from websockets.asyncio.client import ClientConnection, connect

from bench.coedit.dialects import Dialect

_numbers = itertools.count(1)
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True)
class Door:
    """Where a page enters.

    Attributes:
        url: of the socket.
        dialect: how the server is spoken to.
        headers: a session cookie, if the server wants one.
        origin: of the page.
        document: names the document, the same for all its pages.
    """

    url: str
    dialect: Dialect
    document: str
    headers: tuple[tuple[str, str], ...] = ()
    origin: str = ""


def written() -> Iterator[tuple[int, bytes]]:
    """Updates of one page that types at the end of a paragraph of its own: the mark of each, and its bytes."""
    doc: Doc[Any] = Doc()
    body: XmlFragment = doc.get("body", type=XmlFragment)
    with doc.transaction():
        text = body.children.append(XmlElement("paragraph")).children.append(XmlText(""))
    # The first update brings the paragraph too.
    seen = Doc().get_state()
    while True:
        mark = next(_numbers)
        with doc.transaction():
            text.insert(len(text), f"~{mark:09d}")
        update, seen = doc.get_update(seen), doc.get_state()
        yield mark, update


@dataclass
class Clock:
    """When updates were sent, heard by the others, and acknowledged; seconds.

    Attributes:
        sent: by mark.
        relayed: delays from sending to each other page.
        acknowledged: delays from sending to the acknowledgement.
        heard: how many times each mark reached another page.
    """

    sent: dict[int, float] = field(default_factory=dict)
    relayed: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)
    heard: dict[int, int] = field(default_factory=dict)


@dataclass
class Pen:
    """One page on a document."""

    door: Door
    clock: Clock
    socket: ClientConnection | None = None
    waiting: list[int] = field(default_factory=list)
    stored: int = 0
    own: set[int] = field(default_factory=set)
    free: asyncio.Event = field(default_factory=asyncio.Event)
    updates: Iterator[tuple[int, bytes]] = field(default_factory=written)
    _entered: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None

    async def enter(self) -> float:
        """Open the socket and wait for the text.

        Returns:
            Seconds from the question to the text.
        """
        door = self.door
        self.socket = await connect(
            door.url,
            additional_headers=list(door.headers),
            origin=door.origin or None,  # type: ignore[arg-type]  # a plain string will do
            compression=None,
            max_size=LARGEST,
            ping_interval=None,
        )
        self._task = asyncio.create_task(self._listen(self.socket))
        start = time.perf_counter()
        for frame in door.dialect.greetings():
            await self.socket.send(frame)
        await asyncio.wait_for(self._entered.wait(), 30)
        return time.perf_counter() - start

    async def _listen(self, socket: ClientConnection) -> None:
        hear, clock = self.door.dialect.hear, self.clock
        async for data in socket:
            now = time.perf_counter()
            heard = hear(data)  # type: ignore[arg-type]  # both protocols speak bytes only
            for mark in heard.marks:
                if mark not in self.own and mark in clock.sent:
                    clock.relayed.append(now - clock.sent[mark])
                    clock.heard[mark] = clock.heard.get(mark, 0) + 1
            more = heard.more if heard.stored is None else heard.stored - self.stored
            if more:
                self.stored += more
                done, self.waiting = self.waiting[:more], self.waiting[more:]
                clock.acknowledged.extend(now - clock.sent[mark] for mark in done)
                self.free.set()
            if heard.is_text:
                self._entered.set()

    async def write(self) -> None:
        """Send the next update."""
        mark, update = next(self.updates)
        frame = self.door.dialect.update(update)
        self.own.add(mark)
        self.waiting.append(mark)
        self.clock.sent[mark] = time.perf_counter()
        if self.socket is not None:
            await self.socket.send(frame)

    async def leave(self) -> None:
        """Close the socket."""
        if self.socket is not None:
            await self.socket.close()
        if self._task is not None:
            with contextlib.suppress(Exception):
                await self._task
