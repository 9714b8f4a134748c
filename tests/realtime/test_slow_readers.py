"""A real server and a browser that stops reading: it alone pays for it."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from connect.realtime.bus import bus
from connect.realtime.closing import Closing
from connect.realtime.consumer import LiveConsumer
from tests.runtime.processes import free_port

MESSAGE = b"x" * 64 * 1024
MANY = 400


class Wide(LiveConsumer):
    """Hands on everything."""

    needs_person = False

    async def admit(self) -> int | None:
        return None

    def channels(self) -> Sequence[str]:
        return ("wide",)

    async def opened(self) -> None:
        await self.send(text_data="welcome")

    async def delivered(self, messages: list[tuple[str, bytes]]) -> None:
        for _, data in messages:
            await self.send(bytes_data=data)


@pytest.fixture
def address() -> Iterator[str]:
    """Where a server of this consumer listens, in a thread."""
    port = free_port()
    config = uvicorn.Config(
        Wide.as_asgi(),
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"ws://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


def test_a_browser_that_stops_reading_delays_nobody(address: str) -> None:
    """The other receives everything as it is published; the slow one is asked to come back once it reads again."""
    with ExitStack() as stack:

        def opened(**more: int) -> ClientConnection:
            made = connect(address, compression=None, ping_interval=None, **more)
            browser = stack.enter_context(made)
            assert browser.recv(timeout=5) == "welcome"
            return browser

        slow, quick = opened(max_queue=1), opened()
        longest = 0.0
        for _ in range(MANY):
            began = time.monotonic()
            bus().publish("wide", MESSAGE)
            assert quick.recv(timeout=5) == MESSAGE
            longest = max(longest, time.monotonic() - began)
        assert longest < 1
        received = 0
        with pytest.raises(ConnectionClosed) as closed:
            while slow.recv(timeout=10):
                received += 1
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == Closing.EXPIRED
        assert received < MANY
