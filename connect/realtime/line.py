"""What one event loop has to do with the Redis server: it stays connected, and makes up for what it missed."""

import asyncio
import logging
import random
import time
from collections import Counter, deque
from typing import Any

import hiredis

from connect.realtime.inbox import Inbox
from connect.realtime.wire import Address, Wire

CONNECT_SECONDS = 3.0
JOIN_SECONDS = 2.0
SILENCE_SECONDS = 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 3.0
# What is published while the server is away for a moment is sent when it is back, if it still matters.
MOST_HELD, HELD_SECONDS = 512, 5.0
ORIGIN_BYTES = 16

logger = logging.getLogger(__name__)


class Line:
    """One subscription for all the inboxes of a loop, which share the bytes received."""

    def __init__(self, address: Address, prefix: str, own: bytes) -> None:
        """Prepare, in the running loop; nothing is connected before it is needed.

        Args:
            address: of the server.
            prefix: begins the name of every channel on the server.
            own: begins what this process publishes, and has delivered to its own readers already.
        """
        self._address = address
        self._prefix = prefix.encode()
        self._readers: dict[str, set[Inbox]] = {}
        self._heard: dict[str, asyncio.Event] = {}
        self._asked: Counter[str] = Counter()
        self._owed: set[Inbox] = set()
        self._held: deque[tuple[float, str, bytes]] = deque(maxlen=MOST_HELD)
        self._wire: Wire | None = None
        self._greeted: asyncio.Future[Any] | None = None
        self._away = False
        self._task: asyncio.Task[None] | None = None
        self._own = own

    @property
    def connected(self) -> bool:
        """Whether what others publish comes in now."""
        return self._wire is not None

    async def add(self, inbox: Inbox, channel: str) -> None:
        """Hear a channel. If the server is away, the inbox is told to read again when it is back.

        Args:
            inbox: of this loop.
            channel: without prefix.
        """
        self._readers.setdefault(channel, set()).add(inbox)
        if channel not in self._heard:
            self._heard[channel] = asyncio.Event()
            self._subscribe(channel)
        self.start()
        heard = self._heard[channel]
        if not heard.is_set() and not self._away:
            try:
                async with asyncio.timeout(JOIN_SECONDS):
                    await heard.wait()
            except TimeoutError:
                pass
        if not heard.is_set():
            self._owed.add(inbox)

    def remove(self, inbox: Inbox, channel: str | None) -> None:
        """Hear a channel no longer, or none.

        Args:
            inbox: of this loop.
            channel: all, when not given.
        """
        for name in [channel] if channel is not None else list(self._readers):
            readers = self._readers.get(name)
            if readers is None or inbox not in readers:
                continue
            readers.discard(inbox)
            if not readers:
                del self._readers[name], self._heard[name]
                if self._wire is not None:
                    self._wire.say(b"UNSUBSCRIBE", self._prefix + name.encode())
        if not any(inbox in readers for readers in self._readers.values()):
            self._owed.discard(inbox)

    def publish(self, channel: str, framed: bytes) -> None:
        """Send to the other processes, or hold for a moment while the server is away.

        Args:
            channel: without prefix.
            framed: the origin, then the data.
        """
        self.start()
        if self._wire is not None:
            self._wire.say(b"PUBLISH", self._prefix + channel.encode(), framed)
        else:
            self._held.append((time.monotonic(), channel, framed))

    def start(self) -> None:
        """Connect, and stay connected until the loop ends."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._stay())

    async def _stay(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    wire = await self._connect()
            except (OSError, hiredis.HiredisError) as error:  # A timeout is an OSError too.
                if not self._away:
                    logger.error(
                        "Live messages: Redis cannot be reached (%s).", type(error).__name__
                    )
                self._lose()
            else:
                pause = FIRST_PAUSE
                try:
                    await self._watch(wire)
                finally:
                    self._lose()
                    wire.cut()
                logger.error("Live messages: the connection to Redis is lost.")
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # spreads work, guards nothing
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _connect(self) -> Wire:
        self._greeted = asyncio.get_running_loop().create_future()
        wire = await Wire.open(self._address, self._take)
        try:
            wire.say(*self._address.greeting())
            await asyncio.wait([self._greeted, wire.lost], return_when=asyncio.FIRST_COMPLETED)
            if not self._greeted.done():
                raise ConnectionResetError
            self._greeted.result()
        except BaseException:
            wire.cut()
            raise
        if self._away:
            logger.warning("Live messages: Redis is back.")
        self._wire, self._away = wire, False
        for channel in self._heard:
            self._subscribe(channel)
        self._settle()
        oldest = time.monotonic() - HELD_SECONDS
        for moment, channel, framed in self._held:
            if moment > oldest:
                wire.say(b"PUBLISH", self._prefix + channel.encode(), framed)
        self._held.clear()
        return wire

    async def _watch(self, wire: Wire) -> None:
        """Wait until the connection is lost, or says nothing any more."""
        while not wire.lost.done():
            wire.idle = True
            wire.say(b"PING")
            await asyncio.wait([wire.lost], timeout=SILENCE_SECONDS)
            if wire.idle:
                return

    def _lose(self) -> None:
        """Nothing is heard any more: whoever listens must read again once something is."""
        self._wire, self._away = None, True
        self._asked.clear()
        for heard in self._heard.values():
            # Set for a moment: whoever waits is let go.
            heard.set()
            heard.clear()
        for readers in self._readers.values():
            self._owed |= readers

    def _subscribe(self, channel: str) -> None:
        if self._wire is not None:
            self._asked[channel] += 1
            self._wire.say(b"SUBSCRIBE", self._prefix + channel.encode())

    def _settle(self) -> None:
        """Once every channel is heard again, have those who missed something read again."""
        if self._owed and all(heard.is_set() for heard in self._heard.values()):
            for inbox in self._owed:
                inbox.overflow()
            self._owed.clear()

    def _take(self, reply: Any) -> None:
        if self._greeted is not None and not self._greeted.done():
            if isinstance(reply, hiredis.ReplyError):
                self._greeted.set_exception(reply)
            else:
                self._greeted.set_result(None)
        elif isinstance(reply, hiredis.PushNotification):
            self._take_push(*reply)
        elif isinstance(reply, hiredis.ReplyError):
            logger.error("Live messages: Redis refused a command (%s).", str(reply).split(" ")[0])

    def _take_push(self, kind: bytes, name: bytes | None, content: Any = None, *_: Any) -> None:
        channel = (name or b"")[len(self._prefix) :].decode(errors="replace")
        if kind == b"message":
            if content[:ORIGIN_BYTES] != self._own:
                data = content[ORIGIN_BYTES:]
                for inbox in self._readers.get(channel, ()):
                    inbox.put(channel, data)
        elif kind == b"subscribe":
            self._asked[channel] -= 1
            heard = self._heard.get(channel)
            if heard is not None and self._asked[channel] <= 0:
                del self._asked[channel]
                heard.set()
                self._settle()
