"""The bus of a product that runs in several processes: Redis publish and subscribe, one connection for each loop.

What a process publishes reaches its own readers at once, and those of the others through the server. A server that is
away stops nothing: what could not be carried is logged, at most every ten seconds, and lost; every reader is told to
read again once the server is back.
"""

import asyncio
import logging
import os
import secrets
import time

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as TooSlow
from redis.retry import Retry

from connect.realtime.inbox import Inbox
from connect.realtime.line import ORIGIN_BYTES, Line
from connect.realtime.memory import MemoryBus
from connect.realtime.wire import Address

TIMEOUT_SECONDS = 1.0
#: After the server let somebody wait, nobody else waits for it within these seconds.
REST_SECONDS = 2.0
COMPLAIN_SECONDS = 10.0

logger = logging.getLogger(__name__)


class RedisBus:
    """Carries messages between processes. See `Bus`."""

    def __init__(self, url: str = "", prefix: str = "") -> None:
        """Prepare; nothing is connected before it is needed.

        Args:
            url: of the server; that of the settings by default.
            prefix: begins the name of every channel, so that several sites may share a server.
        """
        self._url = url or settings.REDIS_URL
        self._prefix = prefix or f"{settings.REDIS_PREFIX}:live:"
        self._here = MemoryBus()
        self._seed = secrets.token_bytes(ORIGIN_BYTES - 4)
        self._lines: dict[asyncio.AbstractEventLoop, Line] = {}
        self._rests_until = self._complained_at = 0.0
        self._client = Redis.from_url(
            self._url,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            # A pooled connection may be one that the server closed: then a new one is tried, once.
            retry=Retry(NoBackoff(), 1, supported_errors=(Unreachable,)),
            protocol=2,
        )

    def publish(self, channel: str, data: bytes) -> None:
        """See `Bus.publish`."""
        self._here.publish(channel, data)
        framed = self._own + data
        try:
            line = self._line()
        except RuntimeError:
            self._publish_from_thread(channel, framed)
        else:
            line.publish(channel, framed)

    async def join(self, inbox: Inbox, channel: str) -> None:
        """See `Bus.join`."""
        await self._here.join(inbox, channel)
        await self._line().add(inbox, channel)

    async def leave(self, inbox: Inbox, channel: str | None = None) -> None:
        """See `Bus.leave`."""
        await self._here.leave(inbox, channel)
        self._line().remove(inbox, channel)

    @property
    def healthy(self) -> bool:
        """See `Bus.healthy`. Asked from a thread: may take a second when the server is away."""
        lines = [line for loop, line in list(self._lines.items()) if not loop.is_closed()]
        if lines:
            return all(line.connected for line in lines)
        try:
            return bool(self._client.ping())
        except RedisError:
            return False

    @property
    def _own(self) -> bytes:
        # A process that was forked is another one.
        return self._seed + os.getpid().to_bytes(4, "big")

    def _line(self) -> Line:
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            self._lines = {one: kept for one, kept in self._lines.items() if not one.is_closed()}
            line = self._lines[loop] = Line(Address.read(self._url), self._prefix, self._own)
        return line

    def _publish_from_thread(self, channel: str, framed: bytes) -> None:
        now = time.monotonic()
        if now < self._rests_until:
            return
        try:
            self._client.publish(self._prefix + channel, framed)
        except RedisError as error:
            if isinstance(error, TooSlow):
                self._rests_until = now + TIMEOUT_SECONDS + REST_SECONDS
            if now - self._complained_at > COMPLAIN_SECONDS:
                self._complained_at = now
                logger.error("Live messages: Redis took none (%s).", type(error).__name__)
