"""The network as we let `httpcore` see it: checked addresses, one deadline for everything, counted bytes."""

import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any, NoReturn

import httpcore

from connect.fetching.addresses import Address
from connect.fetching.errors import (
    ConnectionFailed,
    PrivateAddress,
    TlsFailure,
    TooBig,
    TooSlow,
    UnknownHost,
)
from connect.fetching.guarding import Ip, is_public
from connect.fetching.policies import Policy

# A name may lead to many machines; these are tried, each for this long at most.
MOST_TRIED = 4
CONNECT_SECONDS = 8.0
READ_SIZE = 16 * 1024


class Deadline:
    """The moment by which everything must be over: every wait is given what is left of it."""

    def __init__(self, seconds: float) -> None:
        """Start to count.

        Args:
            seconds: the time allowed, from now.
        """
        self._end = time.monotonic() + seconds

    def left(self, url: str, *, connected: bool = False) -> float:
        """Seconds left, always more than zero.

        Args:
            url: named by the error.
            connected: whether the site is on the line: its slowness is then its own.

        Raises:
            TooSlow: when there are none.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise TooSlow(url, "the time allowed ran out", certain=connected)
        return seconds


class BoundedStream(httpcore.NetworkStream):
    """A connection that ends at the deadline, or when too much has come through it."""

    def __init__(self, sock: socket.socket, url: str, deadline: Deadline, most: int) -> None:
        """Take hold of a connected socket.

        Args:
            sock: closed with the stream.
            url: named by errors.
            deadline: when all must be over.
            most: bytes that may be received, headers included.
        """
        self._sock, self._url, self._deadline, self._most = sock, url, deadline, most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive some bytes; `timeout` is not looked at, the deadline decides."""
        try:
            self._sock.settimeout(self._deadline.left(self._url, connected=True))
            data = self._sock.recv(min(max_bytes, READ_SIZE))
        except OSError as error:
            self._fail(error)
        self._most -= len(data)
        if self._most < 0:
            raise TooBig(self._url, "more bytes than allowed")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all these bytes; `timeout` is not looked at, the deadline decides."""
        view = memoryview(buffer)
        try:
            while view:
                self._sock.settimeout(self._deadline.left(self._url, connected=True))
                view = view[self._sock.send(view) :]
        except OSError as error:
            self._fail(error)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Make the connection secure; the certificate must be that of the name, not of the address."""
        try:
            self._sock.settimeout(self._deadline.left(self._url, connected=True))
            secure = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except OSError as error:
            self.close()
            self._fail(error)
        except BaseException:
            self.close()
            raise
        return BoundedStream(secure, self._url, self._deadline, self._most)

    def close(self) -> None:
        """Close the socket, without farewell."""
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        """What `httpcore` asks about a connection: whether HTTP/2 was agreed on. We offer HTTP/1.1 alone."""
        return None

    def _fail(self, error: OSError) -> NoReturn:
        if isinstance(error, TimeoutError):
            raise TooSlow(self._url, "the time allowed ran out") from error
        if isinstance(error, ssl.SSLError):
            code = getattr(error, "verify_code", 0)
            raise TlsFailure(self._url, error.reason or str(error), code=code) from error
        raise ConnectionFailed(self._url, str(error)) from error


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to these very ones: the name is asked once only."""

    def __init__(self, address: Address, policy: Policy, deadline: Deadline, most: int) -> None:
        """Prepare one conversation.

        Args:
            address: what is asked for.
            policy: what is allowed.
            deadline: when all must be over.
            most: bytes that may be received, headers included.
        """
        self._address, self._policy, self._deadline, self._most = address, policy, deadline, most

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first machine that answers among those of the name.

        Raises:
            PrivateAddress: when one of them is not on the public internet.
            UnknownHost: when there are none.
            ConnectionFailed: when none accepts.
            TooSlow: when none answers in time.
        """
        url = self._address.url
        failure: Exception = UnknownHost(url, "the name leads nowhere")
        for ip in self._checked(host, port)[:MOST_TRIED]:
            try:
                seconds = min(CONNECT_SECONDS, self._deadline.left(url))
                sock = socket.create_connection((str(ip), port), seconds)
            except TimeoutError as error:
                failure = TooSlow(url, "no machine accepts in time", certain=False)
                failure.__cause__ = error
            except OSError as error:
                # Refused by the site, or by a firewall of ours: from here they look the same.
                failure = ConnectionFailed(url, str(error), certain=False)
                failure.__cause__ = error
            else:
                return BoundedStream(sock, url, self._deadline, self._most)
        raise failure

    def _checked(self, host: str, port: int) -> list[Ip]:
        """Every address of the host, none of which is private."""
        found = self._resolved(host)
        for ip in found:
            if not is_public(ip) and (str(ip), port) not in self._policy.vouched:
                raise PrivateAddress(self._address.url, f"leads to {ip}")
        return found

    def _resolved(self, host: str) -> list[Ip]:
        url = self._address.url
        literal = self._address.ip
        if literal is not None:
            return [literal]
        try:
            return list(self._policy.resolve(host, min(CONNECT_SECONDS, self._deadline.left(url))))
        except socket.gaierror as error:
            known = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)}
            raise UnknownHost(url, str(error), certain=known) from error
        except TimeoutError as error:
            raise TooSlow(url, str(error), certain=False) from error
        except UnicodeError as error:
            raise UnknownHost(url, str(error)) from error
