"""Pens over real sockets, and the processes that serve them."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.coedit.pen import Pen
from tests.runtime.processes import free_port

ROOT = Path(__file__).resolve().parents[2]


class Gone(Exception):
    """Raised when the server has ended the socket, or died."""


class Wire:
    """A browser's end of a real socket; speaks as `tests.realtime.sockets.Browser` does."""

    def __init__(self, opened: ClientConnection) -> None:
        """Keep the connection.

        Args:
            opened: by `websockets`.
        """
        self._opened = opened

    async def say(self, data: bytes) -> None:
        """Send one frame.

        Raises:
            Gone: when nobody takes it.
        """
        try:
            await self._opened.send(data)
        except ConnectionClosed as error:
            raise Gone from error

    async def hear(self, timeout: float = 20) -> bytes:
        """The next frame.

        Raises:
            Gone: when there is none to come.
        """
        try:
            async with asyncio.timeout(timeout):
                data = await self._opened.recv()
        except ConnectionClosed as error:
            raise Gone from error
        assert isinstance(data, bytes)
        return data

    async def disconnect(self) -> None:
        """Leave."""
        await self._opened.close()


class Serving:
    """A server in a process of its own; use as a context manager."""

    def __init__(self, database: str, writers: list[int], redis: str = settings.REDIS_URL) -> None:
        """Choose a port; nothing runs yet.

        Args:
            database: its address.
            writers: ids of the persons who may write.
            redis: address of the server of messages; that of the suite by default.
        """
        self.port = free_port()
        self._redis = redis
        self._database = database
        self._writers = writers
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Serving":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it serves."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.coedit.server", str(self.port), *map(str, self._writers)],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "connect.settings.testing",
                "DATABASE_URL": self._database,
                "REDIS_URL": self._redis,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "serving\n"

    def kill(self) -> None:
        """End it as a fault would: -9."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate(timeout=10)
            self._process = None

    async def pen(self, path: str, session: str, doc: Any = None) -> Pen:
        """A page on a document, in step.

        Args:
            path: of the socket.
            session: key of the person's session.
            doc: what the page holds already.

        Raises:
            Gone: when the server is away.
        """
        host = f"127.0.0.1:{self.port}"
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}",
            "Origin": f"http://{host}",
        }
        try:
            opened = await connect(
                f"ws://{host}{path}", additional_headers=headers, compression=None, max_size=None
            )
        except (OSError, InvalidHandshake) as error:
            raise Gone from error
        wire: Any = Wire(opened)
        pen = Pen(wire) if doc is None else Pen(wire, doc)
        return await pen.enter()
