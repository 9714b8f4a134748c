"""No test reaches beyond this machine."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkRefused(AssertionError):
    """A test tried to reach another machine."""


def _refuse_beyond(address: Any) -> None:
    if not isinstance(address, tuple):
        return  # A socket in the file system.
    host = str(address[0])
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host in {"localhost", ""}
    if not local:
        raise NetworkRefused(f"a test tried to reach {host}")


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections that leave this machine, and names that would be asked of others.

    Args:
        monkeypatch: undoes it.
    """
    connect, connect_ex, resolve = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def refusing_connect(self: socket.socket, address: Any) -> None:
        _refuse_beyond(address)
        connect(self, address)

    def refusing_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_beyond(address)
        return connect_ex(self, address)

    def refusing_resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in {None, "", socket.gethostname(), "0.0.0.0", "::"}:
            _refuse_beyond((name,))
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", refusing_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", refusing_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", refusing_resolve)
