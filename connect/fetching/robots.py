"""robots.txt: what sites ask of robots, read once an hour for each site and kept in memory."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from connect.fetching.addresses import Address
from connect.fetching.errors import (
    FetchError,
    Refused,
    RobotsRefused,
    RobotsUnavailable,
    Unreachable,
)
from connect.fetching.pages import AGENT, Page, fetch
from connect.fetching.policies import Policy
from connect.fetching.streams import Deadline

# RFC 9309 asks robots to read 500 KiB at least; what follows may be left.
MOST_BYTES = 512 * 1024
MOST_LINES = 10_000
LONGEST_LINE = 2_000
SECONDS = 10.0
KEPT_SECONDS = 3600.0
MOST_SITES = 500
# What a site may ask between two visits, in seconds: more is not waited for.
LONGEST_DELAY = 30.0

_AGENT_LINE = re.compile(r"\s*user[ -]?agent\s*[:\s]\s*(.*)", re.IGNORECASE)
_RULE_LINE = re.compile(r"\s*(allow|d[is]|crawl)", re.IGNORECASE)


@dataclass(frozen=True)
class _Kept:
    """What is known of a site: its rules, or why they could not be read, until when."""

    rules: Protego | None
    failure: FetchError | None
    until: float


class RobotsBook:
    """What the sites met so far ask of robots; safe to share between threads."""

    def __init__(self, purpose: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing known.

        Args:
            purpose: what we come for, part of the `User-Agent`.
            clock: seconds that only go forward.
        """
        self._purpose, self._clock = purpose, clock
        self._sites: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def check(self, address: Address, policy: Policy, deadline: Deadline) -> None:
        """Refuse a page that its site keeps from robots.

        A site without robots.txt (any 4xx) allows everything; one whose robots.txt is in error, or cannot
        be understood, is left alone for now; one that cannot be reached raises what happened.

        Raises:
            RobotsRefused: when robots.txt says no.
            RobotsUnavailable: when robots.txt is in error.
            Unreachable, PrivateAddress: when the site cannot, or must not, be reached at all.
        """
        kept = self._kept(address, policy, deadline)
        if kept.failure is not None:
            raise kept.failure.with_traceback(None)
        if kept.rules is not None and not kept.rules.can_fetch(address.url, AGENT):
            raise RobotsRefused(address.url)

    def delay(self, address: Address, least: float) -> float:
        """Seconds to wait between two visits to a site.

        Args:
            address: a page of the site; only what is already known is looked at.
            least: ours, when the site asks for less or nothing.
        """
        with self._lock:
            kept = self._sites.get(address.origin)
        asked = kept.rules.crawl_delay(AGENT) if kept is not None and kept.rules else None
        return max(least, min(asked or 0.0, LONGEST_DELAY))

    def _kept(self, address: Address, policy: Policy, deadline: Deadline) -> _Kept:
        with self._lock:
            kept = self._sites.get(address.origin)
        if kept is not None and kept.until > self._clock():
            return kept
        rules, failure = self._ask(address, policy, deadline)
        kept = _Kept(rules, failure, self._clock() + KEPT_SECONDS)
        with self._lock:
            self._sites[address.origin] = kept
            self._sites.move_to_end(address.origin)
            while len(self._sites) > MOST_SITES:
                self._sites.popitem(last=False)
        return kept

    def _ask(
        self, address: Address, policy: Policy, deadline: Deadline
    ) -> tuple[Protego | None, FetchError | None]:
        url = f"{address.origin}/robots.txt"
        try:
            page = fetch(
                url,
                purpose=self._purpose,
                policy=policy,
                seconds=min(SECONDS, deadline.left(url)),
                max_bytes=MOST_BYTES,
                cut=True,
                headers={"Accept": "text/plain,*/*;q=0.5"},
            )
        except (Unreachable, Refused) as error:
            # The site itself is at fault; or another one, to which its robots.txt redirects.
            return None, RobotsUnavailable(url, str(error)) if error.redirects else error
        except FetchError as error:
            return None, RobotsUnavailable(url, str(error))
        return _rules(url, page)


def _rules(url: str, page: Page) -> tuple[Protego | None, FetchError | None]:
    if 200 <= page.status < 300:
        # A line cut in two would say something else.
        body = page.body if page.complete else page.body.rpartition(b"\n")[0]
        return Protego.parse(relevant(body.decode("utf-8", "replace"))), None
    if 400 <= page.status < 500 and page.status != 429:
        return None, None
    return None, RobotsUnavailable(url, f"status {page.status}")


def relevant(text: str) -> str:
    """The lines that may concern us, so that a huge file with thousands of names costs next to nothing.

    Args:
        text: a robots.txt, perhaps cut short.
    """
    kept: list[str] = []
    # The names that the next rules are for; said twice, they would be kept twice.
    names: set[str] = set()
    for line in text.removeprefix("\ufeff").splitlines()[:MOST_LINES]:
        if len(line) > LONGEST_LINE:
            continue
        if found := _AGENT_LINE.match(line):
            name = _known_name(found[1])
            if name not in names:
                kept.append(f"User-agent: {name}")
            names.add(name)
        elif _RULE_LINE.match(line):
            kept.append(line)
            names.clear()
    return "\n".join(kept)


def _known_name(value: str) -> str:
    """Ours, that of everybody, or one word for all the others."""
    name = value.partition("#")[0].strip().lower()
    ours = AGENT.lower()
    return ours if re.split(r"[/\s]", name)[0] == ours else "*" if name == "*" else "others"
