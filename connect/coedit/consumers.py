"""The socket of a document: see `docs/coedit-protocol.md`. It holds no text, and decides nothing."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from channels.db import database_sync_to_async

from connect.coedit import crdt, frames, present, relaying, rooms
from connect.coedit.carets import told_by
from connect.coedit.committing import Outcome, committer
from connect.coedit.entering import Entry, NotHere, Outdated, enter_at
from connect.coedit.frames import Frame, FrameRefused, State
from connect.coedit.log import MOST_BYTES, EpochOver, Stand, head, stand
from connect.coedit.log import Entry as LogEntry
from connect.realtime.closing import Closing, Refused
from connect.realtime.consumer import LiveConsumer
from connect.realtime.metering import Meter

MEGABYTE = 1024 * 1024
# Bytes beyond which reading an update takes long enough for the others to feel it.
LARGE = 16 * 1024

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Reply:
    lacking: bytes
    extent: crdt.Extent


def _reply_to(found: Stand, vector: bytes) -> _Reply:
    merged = found.merged
    return _Reply(crdt.lacking(merged, vector), crdt.extent_of(merged))


async def _aside(size: int, work: Callable[..., Answer], *given: Any) -> Answer:
    """Do a piece of work, in a thread when it is about so many bytes that the loop would wait."""
    if size <= LARGE:
        return work(*given)
    return await asyncio.to_thread(work, *given)


class CoeditConsumer(LiveConsumer):
    """One page on one document."""

    max_frame: ClassVar[int] = MEGABYTE
    frames_allowed: ClassVar[tuple[int, int]] = (300, 5)
    bytes_allowed: ClassVar[tuple[int, int]] = (4 * MEGABYTE, 10)

    def __init__(self) -> None:
        """Begin with nothing stored."""
        super().__init__()
        self._key = uuid.uuid4()
        self._origin = relaying.new_origin()
        # The loop keeps no task alive by itself.
        self._errands: set[asyncio.Task[None]] = set()
        self._questions = Meter(*self.questions_allowed)

    #: Questions for the text within seconds: each reads and merges the whole.
    questions_allowed: ClassVar[tuple[int, int]] = (10, 10)

    _entry: Entry | None = None
    _room: rooms.Room | None = None
    _state: State | None = None
    _head = ""
    _extent: crdt.Extent | None = None
    _stored = 0
    _sent_bytes = 0
    _lost_one = False
    _telling = False

    async def admit(self) -> int | None:
        """See `LiveConsumer.admit`: kind, rights, epoch and schema, each time anew."""
        before = self._entry
        try:
            entry = await database_sync_to_async(self._enter)()
        except NotHere:
            return Closing.UNKNOWN if before is None else Closing.FORBIDDEN
        except Outdated:
            return Closing.OUTDATED
        self._entry, self._sent_bytes = entry, 0
        if before is not None and before.may_write != entry.may_write:
            told = frames.notice("document.rights", may_write=entry.may_write)
            await self.send(bytes_data=told)
        return None

    def _enter(self) -> Entry:
        at = self.scope["url_route"]["kwargs"]
        if self.person is None:
            raise NotHere
        entry = enter_at(at["kind"], at["owner_id"], self.person, at["epoch"], at["schema"])
        present.see(self._key, entry.document, self.person, writes=entry.may_write, slow=False)
        return entry

    @property
    def _here(self) -> Entry:
        if self._entry is None:
            raise Refused(Closing.UNKNOWN)
        return self._entry

    def channels(self) -> list[str]:
        """See `LiveConsumer.channels`."""
        return [self._here.document.channel]

    async def opened(self) -> None:
        """Enter the room. The text waits for the client's vector."""
        self._room = await rooms.enter(self._here.document.channel)

    async def gone(self) -> None:
        """Withdraw the presence, for the others and for the database."""
        if self._room is not None:
            if self._state is not None:
                left = State(self._state.client, self._state.clock + 1, None)
                self._room.note([left])
                self._publish(frames.presence([left]))
            await rooms.leave(self._room)
        await database_sync_to_async(present.leave)(self._key)

    async def received(self, data: bytes | str) -> None:
        """Handle one frame of the protocol."""
        if isinstance(data, str):
            raise Refused(Closing.UNREADABLE)
        try:
            frame = frames.read(data)
            if frame.kind == frames.SYNC:
                await self._sync(frame, data)
            elif frame.kind == frames.PRESENCE:
                self._be_present(frame)
            else:
                await self._tell_who_is_here()
        except (FrameRefused, crdt.Unreadable) as error:
            raise Refused(Closing.UNREADABLE) from error
        except EpochOver as error:
            raise Refused(Closing.OUTDATED) from error

    async def _sync(self, frame: Frame, data: bytes) -> None:
        if frame.step == frames.STEP_1:
            await self._answer(frame.data)
            return
        if crdt.says_nothing(frame.data):
            return
        await _aside(len(frame.data), crdt.check, frame.data)
        if frame.step == frames.STEP_2 and self._extent is not None:
            is_known = await _aside(len(frame.data), self._extent.holds, frame.data)
            if is_known:
                self._told(Outcome.STORED)
                return
        if not self._here.may_write:
            await self.send(bytes_data=frames.notice("error.readonly"))
            return
        self._sent_bytes += len(frame.data)
        if self._here.document.size + self._sent_bytes > MOST_BYTES:
            raise Refused(Closing.TOO_LARGE)
        # Relayed at once, stored beside: whoever joins in between asks again two seconds later.
        relayed = data if frame.step == frames.UPDATE else frames.sync(frames.UPDATE, frame.data)
        self._publish(relayed)
        self._store(frame.data)

    def _store(self, update: bytes) -> None:
        document, person = self._here.document, self.person
        if person is None:
            raise Refused(Closing.SIGNED_OUT)
        entry = LogEntry(document=document.pk, epoch=document.epoch, data=update, author=person.pk)
        committer().append(entry, self._told)

    def _told(self, outcome: Outcome) -> None:
        """Count what the database has committed; one frame tells of all that came with the same commit."""
        if self._lost_one:
            # What came before was not stored: nothing after it may be counted, for the client counts in order.
            return
        self._lost_one = outcome is not Outcome.STORED
        if outcome is Outcome.STORED:
            self._stored += 1
            if not self._telling:
                self._telling = True
                self._spawn(self._tell_stored())
        elif outcome is Outcome.EPOCH_OVER:
            self._spawn(self.end(Closing.OUTDATED))
        else:
            self._spawn(self._tell_busy())

    async def _tell_stored(self) -> None:
        self._telling = False
        await self.send(bytes_data=frames.stored(self._stored))

    async def _tell_busy(self) -> None:
        await self.send(bytes_data=frames.notice("error.busy"))
        await self.end(Closing.LATER)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _answer(self, vector: bytes) -> None:
        """Send what the client lacks, then ask for what we lack. Nothing moved since the last time: say so cheaply."""
        if not self._questions.allows(1, asyncio.get_running_loop().time()):
            raise Refused(Closing.TOO_FAST)
        document = self._here.document.pk
        if self._head and self._head == await database_sync_to_async(head)(document):
            await self.send(bytes_data=frames.sync(frames.STEP_2, crdt.EMPTY_UPDATE))
            return
        found = await database_sync_to_async(stand)(document)
        if found.epoch != self._here.document.epoch:
            raise EpochOver
        first = not self._head
        await self._send_stand(found, vector)
        if first:
            await self._tell_who_is_here()

    async def _send_stand(self, found: Stand, vector: bytes) -> None:
        size = sum(len(part) for part in found.parts)
        reply = await _aside(size, _reply_to, found, vector)
        await self.send(bytes_data=frames.sync(frames.STEP_2, reply.lacking))
        await self.send(bytes_data=frames.sync(frames.STEP_1, reply.extent.state))
        self._head, self._extent = found.head, reply.extent

    def _be_present(self, frame: Frame) -> None:
        """Take from the client its own state only, with the name that we know."""
        for state in frames.read_states(frame.data):
            if self._state is not None and state.client != self._state.client:
                continue
            if self.person is None:
                return
            self._state = told_by(state, self.person)
            if self._room is not None:
                self._room.note([self._state])
            self._publish(frames.presence([self._state]))
            return

    async def _tell_who_is_here(self) -> None:
        own = self._state.client if self._state is not None else None
        if self._room is not None:
            others = [state for state in self._room.present() if state.client != own]
            if others:
                await self.send(bytes_data=frames.presence(others))

    def _publish(self, frame: bytes) -> None:
        relaying.publish(self._here.document.channel, frame, self._origin)

    async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
        """Hand on what the others sent."""
        for _, data in messages:
            message = relaying.read(data)
            if message.kind == relaying.LOOK:
                await self.recheck()
            elif message.kind == relaying.FRAME and message.origin != self._origin:
                await self.send(bytes_data=message.frame)

    async def overflowed(self) -> None:
        """Too slow, or the bus was away: send the text anew, which only fills what was missed."""
        self._head = ""
        await self.recheck()
        found = await database_sync_to_async(stand)(self._here.document.pk)
        await self._send_stand(found, crdt.EMPTY_STATE)
        await self._tell_who_is_here()
