"""The same frames by plain requests, where sockets are blocked: check, store, relay, answer what is lacking."""

import uuid
from dataclasses import dataclass, field

from connect.accounts.models import User
from connect.coedit import crdt, frames, present, relaying
from connect.coedit.carets import told_by
from connect.coedit.entering import Entry, shown_person
from connect.coedit.frames import State
from connect.coedit.log import MOST_BYTES, head, stand, store_one

MOST_FRAMES = 200
# Clients of pages that are known from the database alone: beyond what browsers draw, below what JavaScript counts.
FIRST_CLIENT = 2**52


class TooLong(Exception):
    """Raised when a document has grown beyond what pages can open."""


class ReadOnly(Exception):
    """Raised when a person who only reads sends an update: nothing of the request is stored."""


@dataclass
class Request:
    """What one request carries.

    Attributes:
        vector: what the page has, when it asks for the rest.
        updates: to store, in order.
        answers: to store unless nothing is new in them.
        states: its own presence.
    """

    vector: bytes | None = None
    updates: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)
    states: list[State] = field(default_factory=list)


def read(body: bytes) -> Request:
    """Read a request.

    Raises:
        FrameRefused: when a frame is none of the protocol.
        crdt.Unreadable: when an update is none.
    """
    request = Request()
    for data in frames.split(body, MOST_FRAMES):
        frame = frames.read(data)
        if frame.kind == frames.PRESENCE:
            request.states = frames.read_states(frame.data)[:1]
        elif frame.kind == frames.SYNC and frame.step == frames.STEP_1:
            request.vector = frame.data
        elif frame.kind == frames.SYNC and not crdt.says_nothing(frame.data):
            crdt.check(frame.data)
            kept = request.updates if frame.step == frames.UPDATE else request.answers
            kept.append(frame.data)
    return request


def answer(
    entry: Entry, user: User, session: str, request: Request, seen: str
) -> tuple[bytes, str]:
    """Store what came, relay it, and tell what is lacking.

    Args:
        entry: the document, and what the person may do in it.
        user: who asks.
        session: key of their session, to know the page again.
        request: what came.
        seen: the head that the page knows, empty the first time.

    Returns:
        The frames of the answer, each preceded by its length, and the head they lead to.

    Raises:
        ReadOnly: when the person may not write.
        TooLong: when the document would be larger than any sheet.
        EpochOver: when the epoch ended meanwhile.
        crdt.Unreadable: when the vector is none.
    """
    document = entry.document
    new = [*request.updates, *_new_answers(entry, request)]
    if new and not entry.may_write:
        raise ReadOnly
    if document.size + sum(len(update) for update in new) > MOST_BYTES:
        raise TooLong
    key = _note_page(entry, user, session, request)
    store_one(document, new, user.pk)
    for update in new:
        relaying.announce(document.channel, frames.sync(frames.UPDATE, update))
    out = [
        frames.stored(len(request.updates) + len(request.answers)),
        frames.notice("document.rights", may_write=entry.may_write),
    ]
    now = head(document.pk)
    if request.vector is not None and seen != now:
        found = stand(document.pk)
        merged, now = found.merged, found.head
        out.append(frames.sync(frames.STEP_2, crdt.lacking(merged, request.vector)))
        out.append(frames.sync(frames.STEP_1, crdt.state_of(merged)))
    out.append(frames.presence(_others(entry, key)))
    return b"".join(frames.block(frame) for frame in out), now


def _new_answers(entry: Entry, request: Request) -> list[bytes]:
    if not request.answers:
        return []
    extent = crdt.extent_of(stand(entry.document.pk).merged)
    return [update for update in request.answers if not extent.holds(update)]


def _note_page(entry: Entry, user: User, session: str, request: Request) -> uuid.UUID:
    """Note the page, and tell the others of it as a socket would. One that says nothing of itself is not here."""
    document = entry.document
    key = uuid.uuid5(document.epoch, session)
    for state in request.states:
        if state.value is None:
            present.leave(key)
        else:
            present.see(key, document, user, writes=entry.may_write, slow=True)
        relaying.announce(document.channel, frames.presence([told_by(state, user)]))
    return key


def _others(entry: Entry, key: uuid.UUID) -> list[State]:
    return [
        State(FIRST_CLIENT + row.pk, int(row.seen_at.timestamp()), {"user": shown_person(row.user)})
        for row in present.present(entry.document)
        if row.key != key
    ]
