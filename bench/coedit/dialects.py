"""The wire of both servers, as a client sees it."""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from connect.coedit import frames
from connect.coedit.frames import Reader, block

# Every update of the bench carries such a mark in its text, so that it is recognised however it is packed.
MARK = re.compile(rb"~(\d{9})")
EMPTY_VECTOR = b"\x00"


@dataclass(frozen=True)
class Heard:
    """What a message says to the bench.

    Attributes:
        marks: of the updates it carries.
        stored: how many updates are acknowledged since the socket opened, `None` when it says nothing of it.
        more: how many more are acknowledged, for servers that count one by one.
        is_text: whether it is the text that was asked for.
    """

    marks: tuple[int, ...] = ()
    stored: int | None = None
    more: int = 0
    is_text: bool = False


class Dialect(ABC):
    """How one server is spoken to."""

    @abstractmethod
    def greetings(self) -> list[bytes]:
        """What a client sends first."""

    @abstractmethod
    def update(self, data: bytes) -> bytes:
        """A frame with an update."""

    @abstractmethod
    def hear(self, data: bytes) -> Heard:
        """What a message says."""


def _marks(data: bytes) -> tuple[int, ...]:
    return tuple(int(found) for found in MARK.findall(data))


class Ours(Dialect):
    """The protocol of `docs/coedit-protocol.md`."""

    def greetings(self) -> list[bytes]:
        """Ask for the text."""
        return [frames.sync(frames.STEP_1, EMPTY_VECTOR)]

    def update(self, data: bytes) -> bytes:
        """A frame with an update."""
        return frames.sync(frames.UPDATE, data)

    def hear(self, data: bytes) -> Heard:
        """What a message says."""
        if data[0] == frames.STORED:
            return Heard(stored=Reader(data[1:]).number())
        if data[0] != frames.SYNC:
            return Heard()
        if data[1] == frames.UPDATE:
            return Heard(marks=_marks(data))
        return Heard(is_text=data[1] == frames.STEP_2)


class Hocuspocus(Dialect):
    """The protocol of hocuspocus: a name before each message, an acknowledgement for each update.

    Args:
        name: of the document.
    """

    SYNC, AUTH, STATUS = 0, 2, 8

    def __init__(self, name: str) -> None:
        self._name = block(name.encode())

    def greetings(self) -> list[bytes]:
        """Give a token, then ask for the text."""
        token = bytes((self.AUTH, 0)) + block(b"token")
        return [self._name + token, self._name + bytes((self.SYNC, 0)) + block(EMPTY_VECTOR)]

    def update(self, data: bytes) -> bytes:
        """A frame with an update."""
        return self._name + bytes((self.SYNC, frames.UPDATE)) + block(data)

    def hear(self, data: bytes) -> Heard:
        """What a message says."""
        reader = Reader(data)
        reader.block()
        kind = reader.number()
        if kind == self.STATUS:
            return Heard(more=1)
        if kind != self.SYNC:
            return Heard()
        step = reader.number()
        if step == frames.UPDATE:
            return Heard(marks=_marks(data))
        return Heard(is_text=step == frames.STEP_2)
