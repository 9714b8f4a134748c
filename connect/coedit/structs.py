"""Reads the structures of a Yjs update (first encoding): only those that an editor of ours makes may pass.

The library of the server accepts structures that browsers do not know, or that their editor cannot hold: one such
update, once stored, would keep everybody from opening the document.
"""

from bisect import bisect_right
from collections import defaultdict

from connect.coedit.frames import FrameRefused, Reader

#: Of one update: a page that comes back after a long absence sends some thousands.
MOST_STRUCTS = 50_000
MOST_VALUES = 10_000

_GC, _DELETED, _STRING, _FORMAT, _TYPE, _ANY, _SKIP = 0, 1, 4, 6, 7, 8, 10
_XML_ELEMENT, _XML_TEXT = 3, 6
_LEFT, _RIGHT, _SUB, _KIND = 0x80, 0x40, 0x20, 0x1F
# The kinds of values of lib0 that need no more than some bytes: how many.
_FIXED = {127: 0, 126: 0, 124: 4, 123: 8, 121: 0, 120: 0}
_INTEGER, _TEXT, _OBJECT, _ARRAY = 125, 119, 118, 117

Spans = dict[int, list[tuple[int, int]]]


def read(update: bytes) -> tuple[Spans, Spans]:
    """What an update writes and deletes: for each client, the clocks it covers, in order and apart.

    Args:
        update: bytes of the first encoding.

    Raises:
        FrameRefused: when it is cut short, or holds what no editor of ours makes.
    """
    reader = Reader(update)
    written: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    left = MOST_STRUCTS
    for _ in range(reader.number()):
        count, client, clock = reader.number(), reader.number(), reader.number()
        left -= count
        if left < 0:
            raise FrameRefused("too many structures")
        for _ in range(count):
            length, present = _struct(reader)
            if present:
                written[client].append((clock, clock + length))
            clock += length
    deleted = _ranges(reader)
    if not reader.over:
        raise FrameRefused("bytes are left")
    return {client: _joined(spans) for client, spans in written.items()}, deleted


def covers(outer: Spans, inner: Spans) -> bool:
    """Whether every clock of one is in the other."""
    for client, spans in inner.items():
        known = outer.get(client, [])
        starts = [low for low, _ in known]
        for low, high in spans:
            place = bisect_right(starts, low) - 1
            if place < 0 or known[place][1] < high:
                return False
    return True


def _ranges(reader: Reader) -> Spans:
    found: Spans = {}
    for _ in range(reader.number()):
        client, spans = reader.number(), []
        for _ in range(reader.number()):
            clock = reader.number()
            spans.append((clock, clock + reader.number()))
        found[client] = _joined(spans)
    return found


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return joined


def _struct(reader: Reader) -> tuple[int, bool]:
    """The length of the next structure, and whether it is one (a gap is none)."""
    info = reader.byte()
    kind = info & _KIND
    if kind in {_GC, _SKIP}:
        return reader.number(), kind == _GC
    for side in (_LEFT, _RIGHT):
        if info & side:
            reader.number(), reader.number()
    if not info & (_LEFT | _RIGHT):
        if reader.number() == 1:
            reader.block()
        else:
            reader.number(), reader.number()
        if info & _SUB:
            reader.block()
    return _content(reader, kind), True


def _content(reader: Reader, kind: int) -> int:
    if kind == _DELETED:
        return reader.number()
    if kind == _STRING:
        return _units(reader.block())
    if kind == _FORMAT:
        reader.block(), reader.block()
        return 1
    if kind == _TYPE:
        return _type(reader)
    if kind == _ANY:
        count = reader.number()
        _values(reader, count)
        return count
    raise FrameRefused("a kind of content that no editor makes")


def _type(reader: Reader) -> int:
    kind = reader.number()
    if kind == _XML_ELEMENT:
        reader.block()
    elif kind != _XML_TEXT:
        raise FrameRefused("a kind of type that no editor makes")
    return 1


def _units(text: bytes) -> int:
    """The length of a text as browsers count it: letters beyond the first plane are two."""
    try:
        decoded = text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise FrameRefused("a text is no UTF-8") from error
    return len(decoded) + sum(letter > "\uffff" for letter in decoded)


def _values(reader: Reader, waiting: int) -> None:
    """Pass over values, by counting: how deep they are nested is the sender's to choose."""
    left = MOST_VALUES
    while waiting:
        waiting -= 1
        left -= 1
        if left < 0 or waiting > MOST_VALUES:
            raise FrameRefused("too many values")
        kind = reader.byte()
        if kind in _FIXED:
            reader.skip(_FIXED[kind])
        elif kind == _INTEGER:
            reader.integer()
        elif kind == _TEXT:
            reader.block()
        elif kind == _ARRAY:
            waiting += reader.number()
        else:
            raise FrameRefused("a kind of value that no editor makes")
