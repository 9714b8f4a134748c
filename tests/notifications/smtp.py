"""A small mail server on this machine, which fails in the ways that real ones do."""

import contextlib
import email
import email.policy
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

# What a plan may answer instead of a reply: hang up at once.
HANG_UP = "hang up"
OK = "250 ok"


@dataclass
class Plan:
    """How the server behaves, for an address; every answer may take its time by sleeping.

    Attributes:
        on_sender: reply to MAIL FROM.
        on_recipient: reply to RCPT TO.
        on_text: reply once the whole text has come; what it accepts is kept, `HANG_UP` keeps nothing.
        after_text: called with the address once « 250 » left; hanging up then is `HANG_UP`.
    """

    on_sender: Callable[[str], str] = field(default=lambda address: OK)
    on_recipient: Callable[[str], str] = field(default=lambda address: OK)
    on_text: Callable[[str], str] = field(default=lambda address: OK)
    after_text: Callable[[str], str] = field(default=lambda address: "")


class _HungUp(Exception):
    """The server closes the connection without a word."""


class _Handler(socketserver.StreamRequestHandler):
    server: "MailServer"

    def handle(self) -> None:
        """Speak with one client until it leaves."""
        self.server.connections += 1
        self.recipient = ""
        with contextlib.suppress(_HungUp, OSError):
            self._say("220 test")
            while line := self.rfile.readline():
                if self._answer(line.decode("utf-8").strip()):
                    return
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _say(self, reply: str) -> None:
        if reply == HANG_UP:
            raise _HungUp
        self.wfile.write(f"{reply}\r\n".encode())
        self.wfile.flush()

    def _answer(self, line: str) -> bool:
        verb, plan = line.upper(), self.server.plan
        if verb.startswith("MAIL FROM"):
            self._say(plan.on_sender(line.partition("<")[2].partition(">")[0]))
        elif verb.startswith("RCPT TO"):
            self.recipient = line.partition("<")[2].partition(">")[0]
            self._say(plan.on_recipient(self.recipient))
        elif verb == "DATA":
            self._take_text()
        elif verb == "QUIT":
            self._say("221 bye")
            return True
        else:
            self._say(OK)
        return False

    def _take_text(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise _HungUp
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.seen.append(self.recipient)
        reply = self.server.plan.on_text(self.recipient)
        if reply.startswith("2"):
            text = b"".join(lines)
            message = email.message_from_bytes(
                text, _class=EmailMessage, policy=email.policy.default
            )
            self.server.accepted.append((self.recipient, message))
        self._say(reply)
        if self.server.plan.after_text(self.recipient) == HANG_UP:
            raise _HungUp


class MailServer(socketserver.ThreadingTCPServer):
    """What it saw and accepted.

    Attributes:
        plan: how it behaves; may be changed at any time.
        seen: recipients of every whole text that came, accepted or not.
        accepted: recipient and message of each text that it answered 250 to.
        connections: how many clients came.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.plan = Plan()
        self.seen: list[str] = []
        self.accepted: list[tuple[str, EmailMessage]] = []
        self.connections = 0

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that left."""


@contextlib.contextmanager
def serving() -> Iterator[MailServer]:
    """A server that runs for the time of a test."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def after(seconds: float, reply: str = OK) -> Callable[[str], str]:
    """A reply that takes its time."""

    def slowly(address: str) -> str:
        time.sleep(seconds)
        return reply

    return slowly
