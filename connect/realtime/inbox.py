"""What one reader has yet to take, bounded so that a slow one never delays the others."""

import asyncio
from collections import deque

MOST_MESSAGES = 512
MOST_BYTES = 4 * 1024 * 1024


class Overflowed(Exception):
    """Raised to a reader whose waiting messages were dropped: it must read again what it missed."""


class Inbox:
    """Messages that wait for one reader. Lives in one event loop; filled and emptied there only."""

    def __init__(self, most: int = MOST_MESSAGES, most_bytes: int = MOST_BYTES) -> None:
        """Make an empty one in the running loop.

        Args:
            most: messages that may wait.
            most_bytes: bytes that may wait.
        """
        self.loop = asyncio.get_running_loop()
        self._most = most
        self._most_bytes = most_bytes
        self._waiting: deque[tuple[str, bytes]] = deque()
        self._bytes = 0
        self._overflowed = False
        self._some = asyncio.Event()

    def put(self, channel: str, data: bytes) -> None:
        """Add a message; beyond the bound, drop all that wait and remember it.

        Args:
            channel: where it was published.
            data: shared with the other readers.
        """
        if self._overflowed:
            return
        if len(self._waiting) >= self._most or self._bytes + len(data) > self._most_bytes:
            self.overflow()
            return
        self._waiting.append((channel, data))
        self._bytes += len(data)
        self._some.set()

    def overflow(self) -> None:
        """Drop what waits: the next `take` raises `Overflowed`. Called too when the bus may have lost messages."""
        self._overflowed = True
        self._waiting.clear()
        self._bytes = 0
        self._some.set()

    async def take(self) -> list[tuple[str, bytes]]:
        """Wait for messages, and take all that are there: (channel, data), the oldest first.

        Raises:
            Overflowed: once, when messages were dropped since the last call.
        """
        await self._some.wait()
        self._some.clear()
        if self._overflowed:
            self._overflowed = False
            raise Overflowed
        taken = list(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return taken
