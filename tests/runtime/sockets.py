"""Real sockets, as a browser opens them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from pycrdt import Doc
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from connect.coedit import frames
from connect.coedit.frames import Reader


class Socket:
    """One page on a document. Every wait is bounded."""

    def __init__(self, opened: ClientConnection) -> None:
        """Keep the connection.

        Args:
            opened: by `websockets`.
        """
        self._opened = opened

    def send(self, frame: bytes) -> None:
        """Send one frame."""
        self._opened.send(frame)

    def update(self, seconds: float = 10) -> bytes:
        """The next update that somebody else wrote."""
        while True:
            reader = self._next(seconds)
            if reader.number() == frames.SYNC and reader.number() == frames.UPDATE:
                return reader.block()

    def enter(self) -> None:
        """Ask for the text and wait for it: what is written from then on comes as updates."""
        self.send(frames.sync(frames.STEP_1, Doc().get_state()))
        while True:
            reader = self._next(10)
            if reader.number() == frames.SYNC and reader.number() == frames.STEP_2:
                return

    def stored(self, seconds: float = 10) -> int:
        """How many updates of this page the database holds, once told."""
        while True:
            reader = self._next(seconds)
            if reader.number() == frames.STORED:
                return reader.number()

    def notice(self, seconds: float = 20) -> dict[str, Any]:
        """The next thing that the page is told."""
        while True:
            reader = self._next(seconds)
            if reader.number() == frames.NOTICE:
                told: dict[str, Any] = json.loads(reader.block())
                return told

    def closing(self, seconds: float = 10) -> int:
        """Why the server ended the socket."""
        try:
            while True:
                self._opened.recv(timeout=seconds)
        except ConnectionClosed as closed:
            assert closed.rcvd is not None
            return int(closed.rcvd.code)

    def _next(self, seconds: float) -> Reader:
        data = self._opened.recv(timeout=seconds)
        assert isinstance(data, bytes)
        return Reader(data)


@contextmanager
def socket(address: str, path: str, session: str) -> Iterator[Socket]:
    """An open socket, closed at the end.

    Args:
        address: host and port of the process.
        path: as the page was told.
        session: key of the person's session.
    """
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    with connect(
        f"ws://{address}{path}",
        origin=f"http://{address}",  # type: ignore[arg-type]  # a plain string will do
        additional_headers={"Cookie": cookie},
        compression=None,
    ) as opened:
        yield Socket(opened)
