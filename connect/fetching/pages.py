"""Reading a page of another site: `fetch`, its redirects and its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from connect.fetching import addresses, asking
from connect.fetching.addresses import Address
from connect.fetching.asking import Answer
from connect.fetching.errors import BadAnswer, FetchError, TooManyRedirects
from connect.fetching.policies import PUBLIC, Policy
from connect.fetching.streams import Deadline

AGENT = "ESSorConnect"
"""The name by which robots.txt files call us."""
SECONDS = 20.0
MOST_BYTES = 2_000_000
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
# What a caller may not say for us: who asks, where, and for whom.
RESERVED_HEADERS = frozenset({"host", "user-agent", "cookie", "authorization", "accept-encoding"})


@dataclass(frozen=True)
class Hop:
    """A redirect that was followed: from where, and how the site called it."""

    url: str
    status: int


@dataclass(frozen=True)
class Page:
    """What a site answered.

    Attributes:
        url: the address that answered, after redirects.
        status: its HTTP status; every one that is not a redirect is an answer.
        headers: names in lower case.
        body: the first bytes, unpacked; empty when none were asked for.
        complete: whether `body` is all there is.
        hops: the redirects followed, in order.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    complete: bool
    hops: tuple[Hop, ...] = ()

    @property
    def content_type(self) -> str:
        """The kind of document, in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def etag(self) -> str:
        """To be sent back next time, so that an unchanged page is not sent again."""
        return self.headers.get("etag", "")

    @property
    def last_modified(self) -> str:
        """To be sent back next time, as the site wrote it."""
        return self.headers.get("last-modified", "")

    @property
    def moved_to(self) -> str:
        """Where the site says the page is from now on; empty when it has not moved for good."""
        reached = ""
        for position, hop in enumerate(self.hops):
            if hop.status not in PERMANENT:
                break
            following = self.hops[position + 1 :]
            reached = following[0].url if following else self.url
        return reached


class Doorkeeper(Protocol):
    """Says, before each request, whether it may be made."""

    def check(self, address: Address, policy: Policy, deadline: Deadline) -> None:
        """Raise `Refused` to keep the request from being made."""


def user_agent(purpose: str) -> str:
    """How we name ourselves: the product, the address of this site, and what we come for."""
    return f"{AGENT} (+{settings.WAGTAILADMIN_BASE_URL}; {purpose})"


def fetch(
    url: str,
    *,
    purpose: str,
    policy: Policy = PUBLIC,
    seconds: float = SECONDS,
    max_bytes: int = MOST_BYTES,
    cut: bool = False,
    headers: Mapping[str, str] | None = None,
    etag: str = "",
    last_modified: str = "",
    robots: Doorkeeper | None = None,
) -> Page:
    """Read a page with one GET, and one more for each redirect; no cookie is kept, no proxy used.

    Args:
        url: an absolute address.
        purpose: what we come for, in ASCII; part of the `User-Agent`.
        policy: what may be asked.
        seconds: the time allowed for everything: names, connections, redirects, the whole answer.
        max_bytes: the most that is read of the body, packed or unpacked; 0 reads the headers alone.
        cut: what a larger body gets: its first bytes when true, `TooBig` otherwise.
        headers: more headers to send, such as `Accept`.
        etag: that of the last visit.
        last_modified: that of the last visit.
        robots: asked before each request; usually a `RobotsBook`.

    Raises:
        FetchError: one of its kinds.
        ValueError: when `headers` names one that is ours to say.
    """
    deadline = Deadline(seconds)
    sent = _headers(purpose, headers or {}, etag, last_modified)
    hops: list[Hop] = []
    seen: set[str] = set()
    try:
        while True:
            address = addresses.read(url, ports=policy.ports, reserved=policy.reserved)
            if address.url in seen or len(hops) > MOST_REDIRECTS:
                raise TooManyRedirects(url)
            seen.add(address.url)
            if robots is not None:
                robots.check(address, policy, deadline)
            answer = asking.ask(
                address, sent, policy=policy, deadline=deadline, max_bytes=max_bytes, cut=cut
            )
            if answer.status not in REDIRECTS:
                return _page(address, answer, hops)
            location = answer.headers.get("location", "")
            if not location:
                raise BadAnswer(url, "a redirect that leads nowhere")
            hops.append(Hop(address.url, answer.status))
            url = addresses.follow(address, location)
    except FetchError as error:
        error.redirects = len(hops)
        raise


def _page(address: Address, answer: Answer, hops: list[Hop]) -> Page:
    return Page(
        url=address.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        complete=answer.complete,
        hops=tuple(hops),
    )


def _headers(
    purpose: str, extra: Mapping[str, str], etag: str, last_modified: str
) -> dict[str, str]:
    ours = RESERVED_HEADERS & {name.lower() for name in extra}
    if ours:
        raise ValueError(f"These headers are not the caller's to send: {', '.join(sorted(ours))}.")
    sent = {
        "User-Agent": user_agent(purpose),
        "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
        "Accept-Language": "fr,*;q=0.5",
        **extra,
    }
    if etag:
        sent["If-None-Match"] = etag
    if last_modified:
        sent["If-Modified-Since"] = last_modified
    return sent
