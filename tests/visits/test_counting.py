"""Who is counted, how often, and what is kept of them: nothing."""

import datetime

import pytest
from django.core.cache import caches
from django.utils import timezone

from connect.common.clock import today
from connect.visits import counting
from connect.visits.buffering import Buffer
from connect.visits.counting import CACHE, count_visit
from connect.visits.models import Subject, VisitCount
from tests.visits.visitors import BROWSER, reading

pytestmark = pytest.mark.django_db


def _count(buffer: Buffer) -> int:
    buffer.write()
    return sum(VisitCount.objects.values_list("count", flat=True))


def test_a_visitor_is_counted_once_a_day_for_each_page(buffer: Buffer) -> None:
    for _ in range(3):
        count_visit(reading(), Subject.OFFER, 1)
    assert _count(buffer) == 1
    count_visit(reading(), Subject.OFFER, 2)
    count_visit(reading(), Subject.STRUCTURE, 1)
    count_visit(reading(address="192.0.2.2"), Subject.OFFER, 1)
    count_visit(reading(agent=BROWSER + " other"), Subject.OFFER, 1)
    assert _count(buffer) == 5
    rows = VisitCount.objects.values_list("subject", "object_id", "day", "count")
    assert set(rows) == {
        ("offre", 1, today(), 3),
        ("offre", 2, today(), 1),
        ("structure", 1, today(), 1),
    }


def test_a_house_with_an_ipv6_prefix_is_one_visitor(buffer: Buffer) -> None:
    for last in ("1", "2", "dead:beef"):
        count_visit(reading(address=f"2001:db8:1:2::{last}"), Subject.OFFER, 1)
    assert _count(buffer) == 1


def test_programs_and_pages_fetched_ahead_are_not_counted(buffer: Buffer) -> None:
    for agent in ("", "Googlebot/2.1", "curl/8", "HeadlessChrome/120", "python-httpx/0.28"):
        count_visit(reading(agent=agent), Subject.OFFER, 1)
    for header, value in (
        ("Sec-Purpose", "prefetch;prerender"),
        ("Sec-Purpose", "prefetch"),
        ("Purpose", "prefetch"),
        ("X-Moz", "prefetch"),
        ("X-Purpose", "preview"),
    ):
        count_visit(reading(**{header: value}), Subject.OFFER, 1)
    for method in ("HEAD", "OPTIONS", "POST"):
        count_visit(reading(method=method), Subject.OFFER, 1)
    assert _count(buffer) == 0


def test_one_subscriber_cannot_inflate_the_counts(buffer: Buffer) -> None:
    for number in range(counting.MOST_COUNTED + 20):
        count_visit(reading(agent=f"{BROWSER} {number}"), Subject.OFFER, 1)
    assert _count(buffer) == counting.MOST_COUNTED


def test_the_next_day_begins_at_midnight_in_paris(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 21:59 and 22:01 in UTC, in summer: the 30th of June, then the 1st of July.
    for hour in (
        datetime.datetime(2026, 6, 30, 21, 59, tzinfo=datetime.UTC),
        datetime.datetime(2026, 6, 30, 22, 1, tzinfo=datetime.UTC),
    ):
        monkeypatch.setattr(timezone, "now", lambda hour=hour: hour)
        count_visit(reading(), Subject.OFFER, 1)
        assert counting._seconds_left(today()) == (60 if hour.hour == 21 else 86340)
    buffer.write()
    days = VisitCount.objects.order_by("day").values_list("day", "count")
    assert list(days) == [(datetime.date(2026, 6, 30), 1), (datetime.date(2026, 7, 1), 1)]


def test_what_is_remembered_says_nothing_of_the_visitor_and_ends_with_the_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: dict[str, tuple[object, int]] = {}
    cache = caches[CACHE]
    add = cache.add

    def noted(key: str, value: object, timeout: int = 0, **kwargs: object) -> bool:
        kept[key] = (value, timeout)
        return add(key, value, timeout=timeout)

    monkeypatch.setattr(type(cache), "add", lambda self, *a, **k: noted(*a, **k))
    count_visit(reading(), Subject.OFFER, 1)
    told = str(kept)
    assert len(kept) == 3  # how often, the salt of the day, this page
    assert "192.0.2.1" not in told
    assert "Mozilla" not in told
    assert all(0 < timeout <= 86400 for _, timeout in kept.values())
    # Under another salt, the same visitor is somebody else.
    cache.clear()
    count_visit(reading(), Subject.OFFER, 1)
    assert len([key for key in kept if key.startswith("seen:")]) == 2
