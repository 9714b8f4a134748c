"""Sockets without a server: two clients of one consumer, in one loop."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from connect.accounts.models import User
from connect.realtime.closing import Closing
from connect.realtime.consumer import LiveConsumer
from tests.harness.visitor import Visitor


def session_of(user: User, *, factors: int = 2) -> str:
    """The key of a session where somebody has just signed in.

    Args:
        user: who.
        factors: as `Visitor.force_login` takes it.
    """
    visitor = Visitor()
    visitor.force_login(user, factors=factors)
    key = visitor.session.session_key
    assert key
    return key


class Browser(ApplicationCommunicator):
    """One browser's end of a socket. Every wait is bounded, in seconds."""

    def __init__(
        self, application: Any, session_key: str = "", path: str = "/ws/test/", **scope: Any
    ) -> None:
        """Prepare a connection; not yet open.

        Args:
            application: ASGI, a consumer's or the whole routing.
            session_key: of the cookie; none when empty.
            path: what is asked for.
            scope: what else the connection says; `headers` are added to the cookie.
        """
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()
        headers = [(b"cookie", cookie)] if session_key else []
        headers += scope.pop("headers", [])
        super().__init__(
            application,
            {
                "type": "websocket",
                "path": path,
                "raw_path": path.encode(),
                "query_string": b"",
                "headers": headers,
                "subprotocols": [],
                **scope,
            },
        )

    async def connect(self, timeout: float = 5) -> bool:
        """Open; whether it was accepted."""
        await self.send_input({"type": "websocket.connect"})
        event = await self.receive_output(timeout)
        return bool(event["type"] == "websocket.accept")

    async def say(self, data: bytes | str) -> None:
        """Send one frame, of bytes or of text."""
        kind = "bytes" if isinstance(data, bytes) else "text"
        await self.send_input({"type": "websocket.receive", kind: data})

    async def hear(self, timeout: float = 5) -> Any:
        """The next frame, bytes or text; fails when the socket ends instead."""
        event = await self.receive_output(timeout)
        assert event["type"] == "websocket.send", event
        return event["bytes"] if event.get("bytes") is not None else event["text"]

    async def disconnect(self, code: int = 1001, timeout: float = 5) -> None:
        """Leave, and wait until the server's side is over."""
        await self.send_input({"type": "websocket.disconnect", "code": code})
        await self.wait(timeout)


async def opened(consumer: type[LiveConsumer], session_key: str = "", **scope: Any) -> Browser:
    """A socket that was accepted.

    Args:
        consumer: the class that serves it.
        session_key: of the cookie.
        scope: as `Browser` takes it, such as `url_route`.
    """
    made = Browser(consumer.as_asgi(), session_key, **scope)
    assert await made.connect()
    return made


async def closing_of(browser: Browser, timeout: float = 5) -> Closing:
    """Why a socket was closed; frames that come before are let through.

    Args:
        browser: an open socket.
        timeout: seconds to wait for each event.
    """
    while (event := await browser.receive_output(timeout))["type"] != "websocket.close":
        assert event["type"] == "websocket.send"
    await browser.disconnect()
    return Closing(event["code"])


def play(scene: Callable[[], Awaitable[None]]) -> None:
    """Run a scene in a loop whose database calls stay in this thread, and so in the test's transaction.

    Args:
        scene: a coroutine function.
    """
    async_to_sync(scene)()
