"""What a caller allows: where to go, who tells where names lead, whose certificates are trusted."""

import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

import certifi

from connect.fetching.addresses import WEB_PORTS
from connect.fetching.guarding import Ip
from connect.fetching.resolving import ask_system

# A name, the seconds allowed → every address it leads to. Raises `OSError` like `socket.getaddrinfo`.
Resolver = Callable[[str, float], Sequence[Ip]]


@cache
def public_trust() -> ssl.SSLContext:
    """Certificates signed by the authorities that browsers trust."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What may be asked; the default one is right for addresses that strangers typed.

    Attributes:
        ports: ports that may be connected to.
        vouched: addresses and ports, not public, that the caller answers for (a test's own server).
        reserved: whether names set aside for examples and tests may be asked.
        resolve: finds where a name leads.
        trust: makes the TLS settings.
    """

    ports: frozenset[int] = WEB_PORTS
    vouched: frozenset[tuple[str, int]] = frozenset()
    reserved: bool = False
    resolve: Resolver = field(default=ask_system)
    trust: Callable[[], ssl.SSLContext] = field(default=public_trust)


PUBLIC = Policy()
