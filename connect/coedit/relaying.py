"""What the bus carries about a document: frames for the others, and questions between processes."""

import os
from dataclasses import dataclass

from connect.realtime.bus import bus
from connect.realtime.services import publish_on_commit

FRAME, WHO, LOOK = b"F", b"W", b"L"
ORIGIN = 8
#: The origin of what no open page has sent.
NOBODY = bytes(ORIGIN)


@dataclass(frozen=True)
class Relayed:
    """One message of the bus.

    Attributes:
        kind: `FRAME` for the pages of others, `WHO` to ask the other processes who is here, `LOOK` for all pages to
            look again at epoch and rights.
        origin: names the page or the process that sent it, which leaves it alone.
        frame: of a `FRAME`, as the protocol writes it.
    """

    kind: bytes
    origin: bytes
    frame: bytes


def new_origin() -> bytes:
    """A name for a page or a process."""
    return os.urandom(ORIGIN)


def publish(channel: str, frame: bytes, origin: bytes = NOBODY, kind: bytes = FRAME) -> None:
    """Send to every page on the document, in every process.

    Args:
        channel: of the document.
        frame: bytes of the protocol.
        origin: who must not receive it back.
        kind: see `Relayed`.
    """
    bus().publish(channel, kind + origin + frame)


def read(data: bytes) -> Relayed:
    """What the bus brought."""
    return Relayed(data[:1], data[1 : 1 + ORIGIN], data[1 + ORIGIN :])


def announce(channel: str, frame: bytes = b"", kind: bytes = FRAME) -> None:
    """Send to every page on the document once what is being written is kept.

    Args:
        channel: of the document.
        frame: bytes of the protocol.
        kind: see `Relayed`.
    """
    publish_on_commit(channel, kind + NOBODY + frame)
