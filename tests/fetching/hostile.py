"""A server on this machine that answers badly, in every way that was thought of."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from connect.fetching.policies import Policy, public_trust

HERE = "127.0.0.1"
CERTIFICATES = Path(__file__).parent / "certificates"
# No drip lasts longer: it ends with the test that it was meant for, or with this.
PATIENCE = 20.0


class Talk:
    """One connection, as a script sees it."""

    def __init__(self, connection: socket.socket, stopping: threading.Event) -> None:
        self.connection = connection
        self.stopping = stopping

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, status: str, *headers: str, body: bytes = b"") -> None:
        """A proper answer, closed after its body."""
        lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
        self.send("\r\n".join(lines).encode() + body)

    def repeat(self, data: bytes, pause: float = 0.0) -> None:
        """Send the same thing until the visitor leaves."""
        while not self.stopping.wait(pause):
            self.send(data)

    def hang(self) -> None:
        """Say nothing more."""
        self.stopping.wait(PATIENCE)

    def reset(self) -> None:
        """Cut the line without farewell."""
        linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()


Script = Callable[[Talk], None]


def not_found(talk: Talk) -> None:
    """What paths without a script answer."""
    talk.answer("404 Not Found")


class HostileServer:
    """Listens on a port of this machine; each path has its script, the others answer 404.

    Attributes:
        scripts: what to do, by path.
        asked: the first lines and headers received, in order, as text.
    """

    def __init__(self, *, certificate: str = "", greeting: bytes = b"") -> None:
        self._greeting = greeting
        self.scripts: dict[str, Script] = {}
        self.asked: list[str] = []
        self.stopping = threading.Event()
        self._context: ssl.SSLContext | None = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATES / certificate)
        self._listener = socket.create_server((HERE, 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> "HostileServer":
        accepting = threading.Thread(target=self._accept, daemon=True)
        accepting.start()
        self._threads.append(accepting)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def url(self, path: str = "/", host: str = "site.test") -> str:
        """The address of a path, under a name that leads here."""
        scheme = "https" if self._context else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [text.split()[1] for text in self.asked]

    def policy(
        self, names: Mapping[str, Sequence[str]] | None = None, *, trusting: str = ""
    ) -> Policy:
        """Allows this very server; `names` says where others than `*.test` lead."""

        def resolve(
            name: str, seconds: float
        ) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
            found = (names or {}).get(name, [HERE] if name.endswith(".test") else [])
            if not found:
                raise socket.gaierror(socket.EAI_NONAME, "unknown")
            return [ipaddress.ip_address(text) for text in found]

        def trust() -> ssl.SSLContext:
            return ssl.create_default_context(cafile=str(CERTIFICATES / trusting))

        return Policy(
            ports=frozenset({80, 443, self.port}),
            vouched=frozenset({(HERE, self.port)}),
            reserved=True,
            resolve=resolve,
            trust=trust if trusting else public_trust,
        )

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            connection.sendall(self._greeting)
            received = b""
            while b"\r\n\r\n" not in received:
                piece = connection.recv(65536)
                if not piece:
                    return
                received += piece
            text = received.decode("latin-1")
            self.asked.append(text)
            script = self.scripts.get(text.split()[1], not_found)
            script(Talk(connection, self.stopping))
        except OSError:
            # The visitor left, which is what is hoped for.
            return
        finally:
            connection.close()


def after(start: bytes, rest: Script) -> Script:
    """A script that sends something first."""

    def both(talk: Talk) -> None:
        talk.send(start)
        rest(talk)

    return both


def repeating(data: bytes, pause: float = 0.0) -> Script:
    """A script that sends the same thing until the visitor leaves."""
    return lambda talk: talk.repeat(data, pause)
