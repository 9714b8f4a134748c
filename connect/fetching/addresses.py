"""Addresses of the web: read strictly, so that nothing but what was checked is asked."""

import ipaddress
import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from connect.fetching.errors import (
    BadAddress,
    CredentialsRefused,
    PortRefused,
    PrivateAddress,
    ReservedName,
    SchemeRefused,
)

LONGEST = 2048
DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(DEFAULT_PORTS.values())
# RFC 2606, 6761 and 7686: names that nobody can own. `localhost` is among them too, but it leads somewhere.
RESERVED = ("example", "test", "invalid", "onion", "example.com", "example.net", "example.org")
# Names that only mean something inside a private network, or on the reader's own machine.
INTERNAL = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa")
# Under these, a site has three parts: « asso.fr » is not somebody's.
SHARED_ENDINGS = frozenset({"gouv.fr", "asso.fr", "com.fr", "nom.fr", "europa.eu", "co.uk"})

_FORBIDDEN = re.compile(
    r"[\x00-\x20\x7f\u0080-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMERIC = re.compile(r"[0-9]+|0x[0-9a-f]*")
_PATH_SAFE = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True)
class Address:
    """An address that passed every check that needs no network.

    Attributes:
        scheme: `http` or `https`.
        host: in ASCII and lower case; an IPv6 address has no brackets.
        port: the one to connect to.
        target: path and query as sent, in ASCII.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the `Host` header says them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without fragment."""
        return self.origin + self.target

    @property
    def ip(self) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
        """The host when it is an IP address rather than a name."""
        try:
            return ipaddress.ip_address(self.host)
        except ValueError:
            return None


def read(url: str, *, ports: Container[int] = WEB_PORTS, reserved: bool = False) -> Address:
    """Understand an address, or refuse it; asks nothing of the network.

    Args:
        url: an absolute address, as typed or as a site sent it.
        ports: ports that may be connected to.
        reserved: whether names set aside for tests are accepted.

    Raises:
        Refused: one of its kinds, according to what is wrong.
    """
    if len(url) > LONGEST or _FORBIDDEN.search(url):
        raise BadAddress(url[:LONGEST], "too long, or with spaces or control characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(url, str(error)) from error
    if parts.scheme not in DEFAULT_PORTS:
        raise SchemeRefused(url, f"scheme « {parts.scheme} »")
    if "@" in parts.netloc:
        raise CredentialsRefused(url)
    host = _host(url, parts)
    if _ends_with(host, RESERVED) and not reserved:
        raise ReservedName(url)
    if "." not in host and ":" not in host or _ends_with(host, INTERNAL):
        raise PrivateAddress(url, "a name of a private network")
    port = DEFAULT_PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise PortRefused(url, f"port {port}")
    return Address(parts.scheme, host, port, _target(parts))


def follow(current: Address, location: str) -> str:
    """The address that a redirect leads to, not yet checked.

    Args:
        current: where the redirect was met.
        location: the `Location` header, absolute or relative.

    Raises:
        BadAddress: when it cannot be joined.
    """
    try:
        return urljoin(current.url, location.strip(" \t").replace(" ", "%20"))
    except ValueError as error:
        raise BadAddress(location[:LONGEST], str(error)) from error


def site_of(host: str) -> str:
    """The site that a host belongs to, near enough to tell a change of owner: www.ess.asso.fr → ess.asso.fr."""
    labels = host.split(".")
    kept = 3 if ".".join(labels[-2:]) in SHARED_ENDINGS else 2
    return ".".join(labels[-kept:])


def _ends_with(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)


def _host(url: str, parts: SplitResult) -> str:
    raw = (parts.hostname or "").rstrip(".")
    if not raw or "\\" in parts.netloc or "%" in raw:
        raise BadAddress(url, "no host, or one that browsers read otherwise")
    if ":" in raw:
        return str(ipaddress.IPv6Address(raw)) if _is_ipv6(raw) else _bad(url)
    if not raw.isascii():
        try:
            raw = idna.encode(raw, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise BadAddress(url, str(error)) from error
    host = raw.lower()
    labels = host.split(".")
    if _NUMERIC.fullmatch(labels[-1]):
        return _plain_ipv4(url, host)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return _bad(url)
    return host


def _plain_ipv4(url: str, host: str) -> str:
    """An IPv4 address in its usual form; decimal, octal, hexadecimal and short forms are disguises."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise PrivateAddress(url, "a disguised numeric address") from error


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _bad(url: str) -> str:
    raise BadAddress(url, "not a host name")


def _target(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_PATH_SAFE) or "/"
    query = f"?{quote(parts.query, safe=_PATH_SAFE + '?')}" if parts.query else ""
    return path + query
