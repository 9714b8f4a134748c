"""The frames of `docs/coedit-protocol.md`: numbers and strings of lib0, messages of y-protocols, two of ours."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SYNC, PRESENCE, WHO, STORED, NOTICE = 0, 1, 3, 16, 17
STEP_1, STEP_2, UPDATE = 0, 1, 2
# What JavaScript counts exactly: 53 bits, in at most eight bytes of seven.
LONGEST_NUMBER = 8
HIGHEST_NUMBER = 2**53 - 1
MOST_STATE = 8 * 1024


class FrameRefused(ValueError):
    """Raised for bytes that are no frame of the protocol."""


def number(value: int) -> bytes:
    """A lib0 variable-length integer."""
    out = bytearray()
    while value > 0x7F:
        out.append(0x80 | (value & 0x7F))
        value >>= 7
    out.append(value)
    return bytes(out)


def block(data: bytes) -> bytes:
    """Bytes preceded by their length."""
    return number(len(data)) + data


class Reader:
    """Reads lib0's numbers and strings, refusing what is cut short."""

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte.

        Args:
            data: a frame, or several.
        """
        self._data = data
        self._at = 0

    @property
    def over(self) -> bool:
        """Whether everything was read."""
        return self._at >= len(self._data)

    def number(self) -> int:
        """The next number.

        Raises:
            FrameRefused: when it is cut short or too long.
        """
        value = 0
        for place in range(LONGEST_NUMBER):
            if self.over:
                raise FrameRefused("a number is cut short")
            byte = self._data[self._at]
            self._at += 1
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80 and value <= HIGHEST_NUMBER:
                return value
        raise FrameRefused("a number is too long")

    def integer(self) -> None:
        """Pass over a whole number with a sign.

        Raises:
            FrameRefused: when it is cut short or too long.
        """
        for _ in range(LONGEST_NUMBER + 2):
            if self.byte() < 0x80:
                return
        raise FrameRefused("a number is too long")

    def byte(self) -> int:
        """The next byte.

        Raises:
            FrameRefused: when there is none.
        """
        if self.over:
            raise FrameRefused("bytes are missing")
        self._at += 1
        return self._data[self._at - 1]

    def skip(self, count: int) -> None:
        """Pass over bytes.

        Raises:
            FrameRefused: when there are fewer.
        """
        self._at += count
        if self._at > len(self._data):
            raise FrameRefused("bytes are missing")

    def block(self) -> bytes:
        """The next bytes with a length.

        Raises:
            FrameRefused: when they are cut short.
        """
        length = self.number()
        end = self._at + length
        if end > len(self._data):
            raise FrameRefused("bytes are cut short")
        found = self._data[self._at : end]
        self._at = end
        return found


@dataclass(frozen=True)
class Frame:
    """One message of a client.

    Attributes:
        kind: `SYNC`, `PRESENCE` or `WHO`.
        step: of a `SYNC`.
        data: the vector, the update or the states.
    """

    kind: int
    step: int = 0
    data: bytes = b""


def read(data: bytes) -> Frame:
    """Read one frame of a client.

    Raises:
        FrameRefused: when it is none, or more than one.
    """
    reader = Reader(data)
    kind = reader.number()
    if kind == SYNC:
        step = reader.number()
        if step not in {STEP_1, STEP_2, UPDATE}:
            raise FrameRefused("an unknown step")
        frame = Frame(SYNC, step, reader.block())
    elif kind == PRESENCE:
        frame = Frame(PRESENCE, data=reader.block())
    elif kind == WHO:
        frame = Frame(WHO)
    else:
        raise FrameRefused("an unknown kind")
    if not reader.over:
        raise FrameRefused("bytes are left")
    return frame


def split(data: bytes, most: int) -> Iterator[bytes]:
    """The frames of a request of the slow mode.

    Args:
        data: frames, each preceded by its length.
        most: how many are read.

    Raises:
        FrameRefused: when one is cut short, or there are more.
    """
    reader = Reader(data)
    count = 0
    while not reader.over:
        count += 1
        if count > most:
            raise FrameRefused("too many frames")
        yield reader.block()


def sync(step: int, data: bytes) -> bytes:
    """A frame of synchronisation."""
    return bytes((SYNC, step)) + block(data)


def stored(count: int) -> bytes:
    """How many updates of this socket are stored."""
    return bytes((STORED,)) + number(count)


def notice(type_: str, **more: Any) -> bytes:
    """A notice; its JSON is ASCII, so that its length in bytes is sure."""
    text = json.dumps({"type": type_, **more}).encode("ascii")
    return bytes((NOTICE,)) + block(text)


@dataclass(frozen=True)
class State:
    """The presence of one client.

    Attributes:
        client: its number in the Yjs document.
        clock: grows with each state.
        value: what it says, `None` once it has left.
    """

    client: int
    clock: int
    value: Mapping[str, Any] | None


def read_states(data: bytes) -> list[State]:
    """The states of a presence message.

    Raises:
        FrameRefused: when they are cut short, too large, or no JSON objects.
    """
    reader = Reader(data)
    states = []
    for _ in range(reader.number()):
        client, clock, text = reader.number(), reader.number(), reader.block()
        if len(text) > MOST_STATE:
            raise FrameRefused("a state is too large")
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise FrameRefused("a state is no JSON") from error
        if value is not None and not isinstance(value, dict):
            raise FrameRefused("a state is no object")
        states.append(State(client, clock, value))
    return states


def _refuse_constant(name: str) -> None:
    # Python reads NaN and Infinity, and would write them back; browsers read neither.
    raise ValueError(name)


def presence(states: list[State]) -> bytes:
    """A frame of presence."""
    body = number(len(states))
    for state in states:
        text = json.dumps(state.value).encode("ascii")
        body += number(state.client) + number(state.clock) + block(text)
    return bytes((PRESENCE,)) + block(body)
