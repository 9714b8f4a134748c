"""One round of visits: polite to each host, bounded as a whole, safe to lose at any moment."""

import datetime
import heapq
import logging
import time
from collections import deque
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from connect.fetching import addresses
from connect.fetching.policies import PUBLIC, Policy
from connect.fetching.robots import RobotsBook
from connect.links import services
from connect.links.enums import LinkState
from connect.links.judging import PURPOSE, VISIT_SECONDS, Finding, judge
from connect.links.models import LinkCheck, LinkHost

logger = logging.getLogger(__name__)

ANSWERED = (LinkState.OK, LinkState.MOVED)
# A worker that dies leaves its host free again after this long.
CLAIM = datetime.timedelta(seconds=VISIT_SECONDS * 3)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The bounds of a round.

    Attributes:
        visits: most addresses seen.
        seconds: time allowed; the last visit may end a little later.
        rest: seconds between two visits to one host, unless it asks for more.
        silence: visits without a sign from anybody after which our own network is held to be down.
    """

    visits: int = 900
    seconds: float = 900.0
    rest: float = 2.0
    silence: int = 20


@dataclass
class Round:
    """What a round did.

    Attributes:
        seen: addresses whose state was written.
        doubtful: failures that may be our own network's, kept until somebody answers.
        heard: whether anybody answered.
    """

    seen: int = 0
    doubtful: list[tuple[int, Finding, datetime.datetime]] = field(default_factory=list)
    heard: bool = False

    def take(self, pk: int, finding: Finding) -> None:
        """Write a finding, or hold it back while nobody has answered."""
        now = timezone.now()
        if finding.doubtful and not self.heard:
            self.doubtful.append((pk, finding, now))
            return
        self.heard = self.heard or not finding.doubtful
        for held in [*self.doubtful, (pk, finding, now)]:
            services.record(*held)
            self.seen += 1
        self.doubtful.clear()


def sweep(*, policy: Policy = PUBLIC, pace: Pace | None = None) -> Round:
    """See the addresses that are due, those due for longest first.

    No transaction is held during a visit, and each finding is written at once: a round cut short loses the
    visit under way. Two rounds at once share the hosts.

    Args:
        policy: what may be asked.
        pace: the bounds; the usual ones by default.
    """
    pace = pace or Pace()
    end = time.monotonic() + pace.seconds
    robots = RobotsBook(PURPOSE)
    found = Round()
    local, hosts = _due(pace.visits)
    for pk, url in local:
        services.record(pk, judge(url, policy=policy, robots=robots))
        found.seen += 1
    # Already a heap: all are free now, in the order of what is due.
    start = timezone.now()
    turns = [(start, order, host) for order, host in enumerate(hosts)]
    while turns and not (not found.heard and len(found.doubtful) >= pace.silence):
        ready, order, host = heapq.heappop(turns)
        wait = (ready - timezone.now()).total_seconds()
        if wait > end - time.monotonic() or time.monotonic() > end:
            break
        time.sleep(max(0.0, wait))
        if not _claim(host):
            # Another worker is visiting it, and sees what is due there.
            continue
        rest = pace.rest
        try:
            pk = hosts[host].popleft()
            check = _still_due(pk)
            if check is not None:
                found.take(pk, judge(check.url, policy=policy, robots=robots))
                rest = _rest(check.url, policy, robots, pace)
        finally:
            free = _release(host, rest)
        if hosts[host]:
            heapq.heappush(turns, (free, order, host))
    if found.doubtful:
        logger.warning(
            "No site answered out of %d: links are left for later, our own network may be down.",
            len(found.doubtful),
        )
    return found


def _due(most: int) -> tuple[list[tuple[int, str]], dict[str, deque[int]]]:
    """What is due: addresses that need no visit, and the others by host.

    Hosts that answered last time come first: they tell whether our own network is up.
    """
    rows = list(
        LinkCheck.objects.filter(next_check_at__lte=timezone.now())
        .order_by("next_check_at", "pk")
        .values_list("pk", "url", "host", "state")[:most]
    )
    rows.sort(key=lambda row: row[3] not in ANSWERED)
    local: list[tuple[int, str]] = []
    hosts: dict[str, deque[int]] = {}
    for pk, url, host, _ in rows:
        if host:
            hosts.setdefault(host, deque()).append(pk)
        else:
            local.append((pk, url))
    return local, hosts


def _still_due(pk: int) -> LinkCheck | None:
    return LinkCheck.objects.filter(pk=pk, next_check_at__lte=timezone.now()).first()


def _claim(host: str) -> bool:
    """Take a host for one visit, unless another worker has it or it is at rest."""
    now = timezone.now()
    LinkHost.objects.get_or_create(host=host)
    free = (Q(busy_until=None) | Q(busy_until__lt=now)) & (
        Q(not_before=None) | Q(not_before__lte=now)
    )
    return bool(LinkHost.objects.filter(free, host=host).update(busy_until=now + CLAIM))


def _release(host: str, rest: float) -> datetime.datetime:
    """Give a host back; returns when it may be visited again."""
    free = timezone.now() + datetime.timedelta(seconds=rest)
    LinkHost.objects.filter(host=host).update(busy_until=None, not_before=free)
    return free


def _rest(url: str, policy: Policy, robots: RobotsBook, pace: Pace) -> float:
    """Seconds to leave the host in peace: ours, or what its robots.txt asks for."""
    address = addresses.read(url, ports=policy.ports, reserved=policy.reserved)
    return robots.delay(address, least=pace.rest)
