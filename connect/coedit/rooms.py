"""Who is in a document, as this process knows it: so that a newcomer is answered at once, and alone."""

import asyncio
import logging
from weakref import WeakKeyDictionary

from connect.coedit import frames, relaying
from connect.coedit.frames import PRESENCE, FrameRefused, State
from connect.realtime.bus import bus
from connect.realtime.inbox import Inbox, Overflowed

logger = logging.getLogger(__name__)

# A client tells of itself every fifteen seconds; one that was not heard for this long has gone without a word.
SILENCE = 45.0


class Room:
    """The presence of every page on one document, in all processes, kept by one of them."""

    def __init__(self, channel: str) -> None:
        """Know nobody yet.

        Args:
            channel: of the document.
        """
        self.channel = channel
        self.guests = 0
        self._origin = relaying.new_origin()
        self._states: dict[int, tuple[State, float]] = {}
        self._inbox = Inbox()
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Begin to listen, and ask the other processes whom they know."""
        await bus().join(self._inbox, self.channel)
        self._task = asyncio.create_task(self._listen())
        relaying.publish(self.channel, b"", self._origin, relaying.WHO)

    async def close(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await bus().leave(self._inbox)

    def note(self, states: list[State]) -> None:
        """Keep the newest state of each client, forget who left."""
        now = asyncio.get_running_loop().time()
        for state in states:
            known = self._states.get(state.client)
            if known is not None and known[0].clock > state.clock:
                continue
            if state.value is None:
                self._states.pop(state.client, None)
            else:
                self._states[state.client] = (state, now)

    def present(self) -> list[State]:
        """The states of who was heard lately."""
        since = asyncio.get_running_loop().time() - SILENCE
        self._states = {c: kept for c, kept in self._states.items() if kept[1] >= since}
        return [state for state, _ in self._states.values()]

    async def _listen(self) -> None:
        while True:
            try:
                messages = await self._inbox.take()
            except Overflowed:
                relaying.publish(self.channel, b"", self._origin, relaying.WHO)
                continue
            for _, data in messages:
                self._hear(relaying.read(data))

    def _hear(self, message: relaying.Relayed) -> None:
        if message.origin == self._origin:
            return
        if message.kind == relaying.WHO and (present := self.present()):
            relaying.publish(self.channel, frames.presence(present), self._origin)
        elif message.kind == relaying.FRAME and message.frame[:1] == bytes((PRESENCE,)):
            try:
                self.note(frames.read_states(frames.read(message.frame).data))
            except FrameRefused:
                logger.warning(
                    "A presence on the bus is unreadable: another version runs elsewhere."
                )


_rooms: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, Room]] = WeakKeyDictionary()


async def enter(channel: str) -> Room:
    """The room of a document in the running loop; leave it as many times as it was entered."""
    rooms = _rooms.setdefault(asyncio.get_running_loop(), {})
    room = rooms.get(channel)
    if room is None:
        room = rooms[channel] = Room(channel)
        room.guests += 1
        await room.open()
    else:
        room.guests += 1
    return room


async def leave(room: Room) -> None:
    """Leave a room; the last one closes it."""
    room.guests -= 1
    if room.guests == 0:
        _rooms.get(asyncio.get_running_loop(), {}).pop(room.channel, None)
        await room.close()
