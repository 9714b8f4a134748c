"""The one bus: publishers anywhere in the product, readers in open sockets.

At most once, and nothing is kept: who needs certainty reads the database again. In one process it is `memory`;
with `REDIS_URL` it is `redis`, with one subscription per process.
"""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from connect.realtime.inbox import Inbox


class Bus(Protocol):
    """What carries messages from publishers to inboxes."""

    def publish(self, channel: str, data: bytes) -> None:
        """Send to every inbox that joined the channel, in every process.

        Callable from any thread, with or without an event loop, and never blocks a loop. Never raises: a message
        that cannot be carried is logged and lost.

        Args:
            channel: short ASCII name, such as `coedit:12`.
            data: at most a megabyte.
        """

    async def join(self, inbox: Inbox, channel: str) -> None:
        """Have an inbox receive what is published from now on: once this returns, nothing later is missed.

        Args:
            inbox: of the running loop.
            channel: as given to `publish`.
        """

    async def leave(self, inbox: Inbox, channel: str | None = None) -> None:
        """Stop receiving a channel, or all of them.

        Args:
            inbox: of the running loop.
            channel: all that it joined, when not given.
        """

    @property
    def healthy(self) -> bool:
        """Whether messages of other processes reach this one now."""


@cache
def bus() -> Bus:
    """The bus of this process, as the setting `REALTIME_BUS` names it."""
    made: Bus = import_string(settings.REALTIME_BUS)()
    return made
