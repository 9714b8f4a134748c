"""The bus of a product that runs in one process."""

import asyncio
import threading
from collections import defaultdict

from connect.realtime.inbox import Inbox


class MemoryBus:
    """Joins publishers and readers of one process, whatever their threads and loops."""

    healthy = True

    def __init__(self) -> None:
        """Know nobody yet."""
        self._lock = threading.Lock()
        self._readers: defaultdict[str, set[Inbox]] = defaultdict(set)

    def publish(self, channel: str, data: bytes) -> None:
        """See `Bus.publish`."""
        with self._lock:
            readers = list(self._readers.get(channel, ()))
        here = _running()
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[Inbox]] = defaultdict(list)
        for inbox in readers:
            by_loop[inbox.loop].append(inbox)
        for loop, inboxes in by_loop.items():
            if loop is here:
                _deliver(inboxes, channel, data)
            elif not loop.is_closed():
                loop.call_soon_threadsafe(_deliver, inboxes, channel, data)

    async def join(self, inbox: Inbox, channel: str) -> None:
        """See `Bus.join`."""
        with self._lock:
            self._readers[channel].add(inbox)

    async def leave(self, inbox: Inbox, channel: str | None = None) -> None:
        """See `Bus.leave`."""
        with self._lock:
            for name in [channel] if channel is not None else list(self._readers):
                self._readers[name].discard(inbox)
                if not self._readers[name]:
                    del self._readers[name]


def _deliver(inboxes: list[Inbox], channel: str, data: bytes) -> None:
    for inbox in inboxes:
        inbox.put(channel, data)


def _running() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
