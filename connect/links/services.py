"""Verbs that write what is known of addresses."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from connect.common.clock import today
from connect.links import registry
from connect.links.enums import LinkState
from connect.links.judging import Finding, host_of
from connect.links.models import LinkCheck, LinkHost, hash_of

DAY = datetime.timedelta(days=1)
# An address that was seen is seen again on its own day of the week, four days from now at the earliest.
REST_DAYS = 4
WEEK_DAYS = 7
KEPT = datetime.timedelta(days=30)
CHUNK = 500


@dataclass(frozen=True)
class Synced:
    """How many addresses were added and removed."""

    added: int
    removed: int


def sync() -> Synced:
    """Bring the table in step with what is shown: add new addresses, forget those shown no longer."""
    shown = {
        hash_of(url): url for source in registry.sources() for _, _, url in source.links() if url
    }
    known = dict(LinkCheck.objects.order_by("pk").values_list("url_hash", "pk"))
    now = timezone.now()
    new = [
        LinkCheck(url=url, url_hash=key, host=host_of(url), next_check_at=now)
        for key, url in shown.items()
        if key not in known
    ]
    # Another worker may be adding the same ones.
    LinkCheck.objects.bulk_create(new, batch_size=CHUNK, ignore_conflicts=True)
    gone = [pk for key, pk in known.items() if key not in shown]
    for chunk in _chunks(gone):
        LinkCheck.objects.filter(pk__in=chunk).delete()
    unused = ~Exists(LinkCheck.objects.filter(host=OuterRef("host")))
    LinkHost.objects.filter(unused).delete()
    return Synced(len(new), len(gone))


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]


@transaction.atomic
def record(pk: int, finding: Finding, now: datetime.datetime | None = None) -> LinkCheck | None:
    """Write what a visit found; an address is dead after two failures at least a day apart.

    Args:
        pk: the check; it may have been removed meanwhile.
        finding: what was found.
        now: when it was found; this instant by default.

    Returns:
        The check as it stands, `None` when it is gone.
    """
    now = now or timezone.now()
    check = LinkCheck.objects.select_for_update().filter(pk=pk).first()
    if check is None:
        return None
    check.checked_at = now
    check.next_check_at = next_turn(check.url_hash, now)
    if finding.state == LinkState.DEAD:
        _fail(check, finding, now)
    else:
        check.failures, check.first_failed_at = 0, None
        _establish(check, finding, timezone.localdate(now))
    check.save()
    return check


def _fail(check: LinkCheck, finding: Finding, now: datetime.datetime) -> None:
    check.failures = min(check.failures + 1, 1000)
    check.first_failed_at = check.first_failed_at or now
    if check.state == LinkState.DEAD or now - check.first_failed_at >= DAY:
        _establish(check, finding, timezone.localdate(check.first_failed_at))
        return
    # Not told to anybody yet: what was known stands until it is confirmed.
    check.next_check_at = check.first_failed_at + DAY
    if check.state == LinkState.UNKNOWN:
        check.reason, check.status_code = finding.reason, finding.status_code


def _establish(check: LinkCheck, finding: Finding, since: datetime.date) -> None:
    if (check.state, check.final_url) != (finding.state, finding.final_url):
        # A person judged what stood before, not this.
        check.kept_until = None
    if check.state != finding.state or check.state_since is None:
        check.state, check.state_since = finding.state, since
    check.reason, check.status_code = finding.reason, finding.status_code
    check.final_url = finding.final_url


def next_turn(url_hash: str, now: datetime.datetime) -> datetime.datetime:
    """When to see an address again: always on the same day of the week, which its hash draws.

    Args:
        url_hash: what identifies it.
        now: when it was last seen.
    """
    day = timezone.localdate(now) + datetime.timedelta(days=REST_DAYS)
    wait = (int(url_hash[:8], 16) - day.toordinal()) % WEEK_DAYS
    turn = day + datetime.timedelta(days=wait)
    return timezone.make_aware(datetime.datetime.combine(turn, datetime.time.min))


def keep(check: LinkCheck) -> datetime.date:
    """Say nothing of an address for 30 days: a person looked, it is all right.

    Returns:
        The last day of silence.
    """
    check.kept_until = today() + KEPT
    check.save(update_fields=["kept_until"])
    return check.kept_until
