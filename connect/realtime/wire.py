"""One connection to a Redis server, in one event loop: commands are written at once, replies come as they come.

The third version of Redis' protocol lets one connection publish and hear what others publish (Redis 6 or later).
"""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import hiredis

# What may wait to be sent. Beyond, the server is as good as away.
MOST_UNSENT = 8 * 1024 * 1024
_NOTHING = object()


@dataclass(frozen=True)
class Address:
    """Where the server is, as `REDIS_URL` says it."""

    host: str
    port: int
    user: str
    password: str
    secure: bool

    @classmethod
    def read(cls, url: str) -> "Address":
        """Read an address that the settings have accepted.

        Args:
            url: `redis://user:password@host:port/0`; with `rediss`, by TLS.
        """
        parts = urlsplit(url)
        return cls(
            host=parts.hostname or "localhost",
            port=parts.port or 6379,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            secure=parts.scheme == "rediss",
        )

    def greeting(self) -> list[bytes]:
        """The first command of a connection."""
        if not self.password:
            return [b"HELLO", b"3"]
        user = self.user or "default"
        return [b"HELLO", b"3", b"AUTH", user.encode(), self.password.encode()]


class Wire(asyncio.Protocol):
    """Writes commands and hands over replies, until it is lost."""

    def __init__(self, take: Callable[[Any], None]) -> None:
        """Prepare a connection that is not made yet.

        Args:
            take: called with each reply, in the loop; it must not block.
        """
        self.lost = asyncio.get_running_loop().create_future()
        self.idle = False
        self._take = take
        self._reader = hiredis.Reader(notEnoughData=_NOTHING)
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, address: Address, take: Callable[[Any], None]) -> "Wire":
        """Connect.

        Args:
            address: of the server.
            take: as the constructor takes it.

        Raises:
            OSError: when the server cannot be reached.
        """
        secure = ssl.create_default_context() if address.secure else None
        _, wire = await asyncio.get_running_loop().create_connection(
            lambda: cls(take), address.host, address.port, ssl=secure
        )
        return wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self.idle = False
        try:
            self._reader.feed(data)
            while (reply := self._reader.gets()) is not _NOTHING:
                self._take(reply)
        except hiredis.HiredisError:
            self.cut()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the loop."""
        if not self.lost.done():
            self.lost.set_result(None)

    def say(self, *words: bytes) -> None:
        """Send one command; it is lost if the connection is.

        Args:
            words: the command and its arguments.
        """
        if self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > MOST_UNSENT:
            self.cut()
            return
        head = b"*%d\r\n" % len(words)
        self._transport.write(head + b"".join(b"$%d\r\n%b\r\n" % (len(w), w) for w in words))

    def cut(self) -> None:
        """End the connection now."""
        if self._transport is not None:
            self._transport.abort()
