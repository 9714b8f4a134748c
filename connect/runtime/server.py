"""The server of one process: uvicorn on a socket that we open ourselves."""

import errno
import signal
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import uvicorn

# Larger than any frame that a page may send, so that ours is the code of the refusal.
LARGEST_FRAME = 4 * 1024 * 1024
# How long open requests and sockets may take to end once asked to, in seconds.
GRACE_SECONDS = 5


class AddressRefused(Exception):
    """The address cannot be listened on; the text is one sentence for the operator."""


def listen(host: str, port: int) -> socket.socket:
    """Open the socket, so that a taken port is told plainly and before anything else starts.

    Args:
        host: a name or address of this machine.
        port: 1 to 65535.

    Raises:
        AddressRefused: when the port is taken, forbidden, or the host is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise AddressRefused(f"HOST={host} is unknown to this machine.") from error
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind(address)
        opened.listen(2048)
    except OSError as error:
        opened.close()
        raise AddressRefused(_sentence(error, host, port)) from error
    opened.set_inheritable(False)
    return opened


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already taken on {host}: stop what uses it, or choose another with PORT=…"
    if error.errno == errno.EACCES:
        return f"Port {port} may not be opened by this user: choose one above 1023 with PORT=…"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"HOST={host} is not an address of this machine."
    return f"{host}:{port} cannot be listened on: {error.strerror}."


class Server(uvicorn.Server):
    """Uvicorn, telling when it answers and when it answers no more."""

    def __init__(
        self,
        config: uvicorn.Config,
        on_ready: Callable[[], None],
        on_end: Callable[[], Awaitable[None]],
    ) -> None:
        """Keep what to call.

        Args:
            config: uvicorn's own.
            on_ready: called once, when the socket is being served.
            on_end: called once, in the loop, when every request and socket has ended.
        """
        super().__init__(config)
        self._on_ready = on_ready
        self._on_end = on_end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start serving, then say so.

        Args:
            sockets: the listening sockets.
        """
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End requests and sockets, then let go of the rest.

        Args:
            sockets: the listening sockets.
        """
        await super().shutdown(sockets=sockets)
        await self._on_end()


def serve(
    application: Any,
    opened: socket.socket,
    on_ready: Callable[[], None],
    on_end: Callable[[], Awaitable[None]],
) -> None:
    """Serve until INT or TERM, then end open requests and return.

    Args:
        application: the ASGI application.
        opened: a listening socket; closed at the end.
        on_ready: called once, when the socket is being served.
        on_end: called once, when every request and socket has ended.
    """
    config = uvicorn.Config(
        application,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=LARGEST_FRAME,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Server(config, on_ready, on_end)

    # Uvicorn raises again, once it has ended, the signal that ended it: it must find a gentle handler then,
    # for the jobs to be stopped in turn and the process to end with 0. One that comes early counts too.
    def stop(_number: int, _frame: object) -> None:
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    server.run(sockets=[opened])
