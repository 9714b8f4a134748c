"""One request and its answer, read within bounds."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import httpcore

from connect.fetching.addresses import Address
from connect.fetching.errors import BadAnswer, TooBig
from connect.fetching.policies import Policy
from connect.fetching.streams import Deadline, GuardedBackend

# What headers may weigh, those of the interim answers that may precede the real one included.
HEADER_BYTES = 128 * 1024
# The only way to pack that we ask for, under its two names; 31 has zlib read it.
PACKED = frozenset({"gzip", "x-gzip"})
GZIP_WINDOW = 31
FINAL_STATUSES = range(200, 600)


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and the first bytes of the body, unpacked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool


def ask(
    address: Address,
    headers: Mapping[str, str],
    *,
    policy: Policy,
    deadline: Deadline,
    max_bytes: int,
    cut: bool,
) -> Answer:
    """Send one GET on a connection of its own, and read what comes back.

    Args:
        address: already checked.
        headers: what to send beside `Host`.
        policy: what is allowed.
        deadline: when all must be over.
        max_bytes: the most that is read of the body; 0 for none.
        cut: whether a larger body is cut rather than refused.

    Raises:
        FetchError: one of its kinds.
    """
    # Cutting needs to read past the limit, by one read at most.
    backend = GuardedBackend(address, policy, deadline, HEADER_BYTES + 2 * max_bytes)
    origin = httpcore.Origin(address.scheme.encode(), address.host.encode(), address.port)
    trust = policy.trust() if address.scheme == "https" else None
    with httpcore.HTTPConnection(origin, ssl_context=trust, network_backend=backend) as connection:
        try:
            response = connection.handle_request(_request(address, headers))
            return _read(address.url, response, max_bytes, cut)
        except (httpcore.ProtocolError, httpcore.NetworkError, ValueError) as error:
            raise BadAnswer(address.url, str(error)) from error


def _request(address: Address, headers: Mapping[str, str]) -> httpcore.Request:
    sent = {
        "Host": address.authority,
        **headers,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    url = httpcore.URL(
        scheme=address.scheme.encode(),
        host=address.host.encode(),
        port=address.port,
        target=address.target.encode(),
    )
    return httpcore.Request("GET", url, headers=[(k.encode(), v.encode()) for k, v in sent.items()])


def _read(url: str, response: httpcore.Response, max_bytes: int, cut: bool) -> Answer:
    if response.status not in FINAL_STATUSES:
        raise BadAnswer(url, f"status {response.status}")
    headers: dict[str, str] = {}
    for name, value in response.headers:
        headers.setdefault(name.decode("ascii").lower(), _text(value))
    if not max_bytes:
        return Answer(response.status, headers, b"", complete=False)
    body = bytearray()
    for piece in _unpacked(url, response, headers.get("content-encoding", ""), max_bytes):
        body += piece
        if len(body) > max_bytes:
            if not cut:
                raise TooBig(url, "more bytes than allowed")
            return Answer(response.status, headers, bytes(body[:max_bytes]), complete=False)
    return Answer(response.status, headers, bytes(body), complete=True)


class _Unpacker(Protocol):
    def decompress(self, data: bytes, max_length: int = 0, /) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...


def _unpacked(
    url: str, response: httpcore.Response, encoding: str, max_bytes: int
) -> Iterator[bytes]:
    """Pieces of the body, unpacked by no more than just past the limit at a time: a bomb never grows."""
    encoding = encoding.strip().lower()
    pieces = response.iter_stream()
    if encoding in {"", "identity"}:
        yield from pieces
        return
    if encoding not in PACKED:
        raise BadAnswer(url, f"packed as « {encoding[:40]} », which we did not ask for")
    unpacker: _Unpacker = zlib.decompressobj(GZIP_WINDOW)
    try:
        for piece in pieces:
            while piece:
                yield unpacker.decompress(piece, max_bytes + 1)
                piece = unpacker.unconsumed_tail
    except zlib.error as error:
        raise BadAnswer(url, "packed wrongly") from error


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
