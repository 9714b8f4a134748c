"""The base of every live page's socket: who may enter, what may be sent, when it ends. It decides nothing itself."""

import asyncio
import logging
import random
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from connect.accounts.models import User
from connect.realtime.bus import bus
from connect.realtime.closing import Closing, Refused
from connect.realtime.inbox import Inbox, Overflowed
from connect.realtime.metering import Meter
from connect.realtime.persons import person_of, session_key_of
from connect.realtime.services import person_channel

logger = logging.getLogger(__name__)

#: How many sockets each person holds in this process.
_held: Counter[int] = Counter()


class LiveConsumer(AsyncWebsocketConsumer):
    """A socket whose rights are looked at when it opens, each minute, and whenever somebody says that they changed.

    The frames of the browser are handled one after the other (`received`); what the bus brings is handled beside
    them (`delivered`). Either may raise `Refused`. Nothing else is expected to be raised: a fault is logged without
    what was sent, and ends the socket with 1011, after which the client comes back.
    """

    #: Bytes of one frame; beyond, 4413.
    max_frame: ClassVar[int] = 64 * 1024
    #: Frames within seconds, and bytes within seconds; beyond, 4429.
    frames_allowed: ClassVar[tuple[int, int]] = (300, 5)
    bytes_allowed: ClassVar[tuple[int, int]] = (4 * 1024 * 1024, 10)
    #: Seconds after which the socket ends with 4408, and the client opens another.
    lifetime: ClassVar[float] = 4 * 3600.0
    #: Seconds between two looks at the rights, when nothing asks for one.
    recheck_seconds: ClassVar[float] = 60.0
    #: Seconds to a second look, after one that was asked for.
    second_look_seconds: ClassVar[float] = 1.0
    #: Sockets that one person may hold in one process; beyond, 4429.
    most_sockets: ClassVar[int] = 60
    #: Whether somebody without an account is refused (4401).
    needs_person: ClassVar[bool] = True

    #: Who holds the socket, as read at the last look; `None` for somebody without an account.
    person: User | None = None
    #: Whether the end was decided: nothing is sent or received any more.
    ending = False

    # What a live page writes.

    async def admit(self) -> int | None:
        """Say whether `person` may be here: when the socket opens, then at each look. Read the database.

        Returns:
            A code of `Closing`, or `None` when they may.
        """
        raise NotImplementedError

    def channels(self) -> Sequence[str]:
        """The channels of the bus to hear; asked once, after the first `admit` and before `opened`."""
        return ()

    async def opened(self) -> None:
        """Begin: what is published from now on will be delivered, so what is read here misses nothing."""

    async def received(self, data: bytes | str) -> None:
        """Handle one frame of the browser.

        Args:
            data: within the bounds of size and rate.
        """

    async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
        """Handle what the bus brought, all that waited at once.

        Args:
            messages: channel and data, the oldest first.
        """

    async def overflowed(self) -> None:
        """Messages were lost: by default the client is asked to come back and read anew."""
        raise Refused(Closing.EXPIRED)

    async def gone(self) -> None:
        """End: called once, whatever ended the socket, if `opened` was called."""

    # What a live page may call.

    async def recheck(self) -> None:
        """Look at the rights again now.

        Raises:
            Refused: when they are gone; nothing is to be done about it.
        """
        async with self._checking:
            if not self.ending:
                await self._check()

    async def end(self, code: int) -> None:
        """Close the socket, once.

        Args:
            code: one of `Closing`.
        """
        if not self.ending:
            self.ending = True
            await self.close(code=int(code))

    async def send(
        self, text_data: str | None = None, bytes_data: bytes | None = None, close: bool = False
    ) -> None:
        """Send one frame; nothing once the end was decided.

        Args:
            text_data: a text frame.
            bytes_data: or a binary one.
            close: whether to end with it.
        """
        if not self.ending:
            await super().send(text_data, bytes_data, close)

    # How it lives.

    async def __call__(
        self,
        scope: dict[str, Any],
        receive: Callable[[], Awaitable[dict[str, Any]]],
        send: Callable[[dict[str, Any]], Awaitable[None]],
    ) -> None:
        """Live from the opening of the socket to its end.

        Args:
            scope: the ASGI connection.
            receive: gives the next event of the socket.
            send: takes what goes to the browser.
        """
        self.scope = scope
        self.base_send = self._sending_with(send)
        self._inbox, self._orders = Inbox(), Inbox()
        self._checking = asyncio.Lock()
        self._frames, self._bytes = Meter(*self.frames_allowed), Meter(*self.bytes_allowed)
        self._tasks: list[asyncio.Task[None]] = []
        self._entered = False
        self._holder: int | None = None
        try:
            while (event := await receive())["type"] != "websocket.disconnect":
                if event["type"] == "websocket.connect":
                    await self._within(self._open())
                elif not self.ending:
                    text = event.get("text")
                    data = text if text is not None else event.get("bytes") or b""
                    await self._within(self._take(data))
        finally:
            await self._leave()

    def _sending_with(
        self, send: Callable[[dict[str, Any]], Awaitable[None]]
    ) -> Callable[[dict[str, Any]], Awaitable[None]]:
        async def sending(message: dict[str, Any]) -> None:
            try:
                await send(message)
            except (OSError, RuntimeError):
                # The browser, or the server, has ended the socket meanwhile: the event that says so follows.
                self.ending = True

        return sending

    async def _open(self) -> None:
        # Refused only once accepted: before, the browser would not learn the code.
        await self.accept()
        person = await self._read_person()
        if person is not None:
            self._holder = person.pk
            _held[person.pk] += 1
            if _held[person.pk] > self.most_sockets:
                raise Refused(Closing.TOO_FAST)
            # Heard before the rights are looked at: a change in between asks for another look.
            await bus().join(self._orders, person_channel(person.pk))
        await self.recheck()
        for channel in self.channels():
            await bus().join(self._inbox, channel)
        self._entered = True
        await self.opened()
        self._tasks = [
            asyncio.create_task(self._within(w)) for w in (self._deliver(), self._watch())
        ]

    async def _read_person(self) -> User | None:
        key = session_key_of(self.scope)
        return await database_sync_to_async(person_of)(key) if key else None

    async def _check(self) -> None:
        person = await self._read_person()
        before = self.person
        if person is None and (self.needs_person or before is not None):
            raise Refused(Closing.SIGNED_OUT)
        if before is not None and person is not None and before.pk != person.pk:
            raise Refused(Closing.SIGNED_OUT)
        self.person = person
        code = await self.admit()
        if code is not None:
            raise Refused(code)

    async def _take(self, data: bytes | str) -> None:
        size = len(data if isinstance(data, bytes) else data.encode())
        if size > self.max_frame:
            raise Refused(Closing.TOO_LARGE)
        now = asyncio.get_running_loop().time()
        if not (self._frames.allows(1, now) and self._bytes.allows(size, now)):
            raise Refused(Closing.TOO_FAST)
        await self.received(data)

    async def _deliver(self) -> None:
        while not self.ending:
            try:
                messages = await self._inbox.take()
            except Overflowed:
                await self.overflowed()
            else:
                await self.delivered(messages)

    async def _watch(self) -> None:
        clock = asyncio.get_running_loop().time
        last = clock() + self.lifetime
        told = False
        while not self.ending:
            # Not all at the same second: after a restart, everybody came back together.
            pause = self.recheck_seconds * random.uniform(0.75, 1)  # noqa: S311  # spreads work, guards nothing
            if told:
                # What was told may be written a moment later: signing out is told just before it is done.
                pause = min(pause, self.second_look_seconds)
            told = False
            try:
                async with asyncio.timeout(max(0.0, min(pause, last - clock()))):
                    await self._orders.take()
                    told = True
            except (TimeoutError, Overflowed):
                if clock() >= last:
                    raise Refused(Closing.EXPIRED) from None
            await self.recheck()

    async def _within(self, work: Coroutine[Any, Any, None]) -> None:
        """Do a piece of work; what it raises ends the socket, and goes no further."""
        try:
            await work
        except Refused as refused:
            await self.end(refused.code)
        except Exception as error:  # noqa: BLE001  # one socket's fault is never another's
            _log(type(self).__name__, error)
            await self.end(Closing.FAULT)

    async def _leave(self) -> None:
        self.ending = True
        if self._holder is not None:
            _held[self._holder] -= 1
            if not _held[self._holder]:
                del _held[self._holder]
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for inbox in (self._inbox, self._orders):
            await bus().leave(inbox)
        if self._entered:
            await self._within(self.gone())


def _log(page: str, error: Exception) -> None:
    """Log where an error comes from, without its message, which may hold what a person wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = " > ".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    logger.error("%s failed: %s at %s", page, type(error).__name__, places)
