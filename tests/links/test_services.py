"""Addresses are followed as they are shown, and declared dead with care."""

import datetime

import pytest
from django.utils import timezone

from connect.common.clock import today
from connect.links import selectors, services
from connect.links.enums import LinkState
from connect.links.judging import Finding
from connect.links.models import LinkCheck, LinkHost, hash_of
from tests.links.factories import LinkCheckFactory, LinkHostFactory

pytestmark = pytest.mark.django_db

FAILED = Finding(state=LinkState.DEAD, reason="Ce site refuse la connexion")
FINE = Finding(state=LinkState.OK, status_code=200)
START = timezone.make_aware(datetime.datetime(2026, 11, 3, 1, 20))


def after(**time: float) -> datetime.datetime:
    return START + datetime.timedelta(**time)


def test_the_table_follows_what_is_shown(shown: list[tuple[int, str, str]]) -> None:
    kept, gone = LinkCheckFactory(fine=True), LinkCheckFactory(dead=True)
    LinkHostFactory(host=gone.host)
    shown += [
        (1, "link", kept.url),
        (2, "link", "https://nouveau.fr/"),
        (3, "link", "https://nouveau.fr/"),
        (4, "site", "javascript:alert(1)"),
        (5, "site", ""),
        (6, "site", "https://long.fr/" + "é" * 5000),
        (7, "site", "https://structure.example.org/"),
    ]
    synced = services.sync()

    assert (synced.added, synced.removed) == (4, 1)
    hosts = dict(LinkCheck.objects.values_list("url", "host"))
    assert set(hosts) == {url for _, _, url in shown if url}
    # Nobody is to be asked about those without a host.
    assert [hosts[url] for _, _, url in shown if url] == [
        kept.host, "nouveau.fr", "nouveau.fr", "", "", "",
    ]  # fmt: skip
    kept.refresh_from_db()
    assert kept.state == LinkState.OK
    assert not LinkHost.objects.filter(host=gone.host).exists()
    assert services.sync() == services.Synced(0, 0)


def test_a_source_in_error_forgets_nothing(
    shown: list[tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    LinkCheckFactory()
    shown.append((1, "link", "https://nouveau.fr/"))

    def broken() -> list[tuple[int, str, str]]:
        raise RuntimeError("broken")

    from connect.links import registry  # noqa: PLC0415  # seen as this test changes it

    registry.register(registry.LinkSource(kind="cassee", label="Cassées", links=broken))
    with pytest.raises(RuntimeError):
        services.sync()
    assert LinkCheck.objects.count() == 1


def test_an_address_is_dead_after_two_failures_a_day_apart() -> None:
    check = LinkCheckFactory(fine=True)
    states = []
    for hours in (0, 1, 23.9, 24, 48):
        found = services.record(check.pk, FAILED, after(hours=hours))
        assert found is not None
        states.append((found.state, found.failures))
    assert states == [("ok", 1), ("ok", 2), ("ok", 3), ("mort", 4), ("mort", 5)]
    assert found.state_since == START.date()
    assert found.reason == FAILED.reason


def test_a_failure_is_looked_at_again_the_day_after() -> None:
    check = LinkCheckFactory()
    found = services.record(check.pk, FAILED, START)
    assert found is not None
    assert (found.state, found.reason) == (LinkState.UNKNOWN, FAILED.reason)
    assert found.next_check_at == after(days=1)
    assert not selectors.reported().exists()


def test_an_answer_forgets_the_failures() -> None:
    check = LinkCheckFactory()
    for finding, hours in ((FAILED, 0), (FINE, 24), (FAILED, 48)):
        found = services.record(check.pk, finding, after(hours=hours))
    assert found is not None
    assert (found.state, found.failures) == (LinkState.OK, 1)
    found = services.record(check.pk, FAILED, after(hours=72))
    assert found is not None and found.state == LinkState.DEAD
    found = services.record(check.pk, FINE, after(hours=96))
    assert found is not None
    assert (found.state, found.failures, found.first_failed_at) == (LinkState.OK, 0, None)
    assert (found.reason, found.state_since) == ("", after(hours=96).date())


def test_a_check_removed_meanwhile_is_left_alone() -> None:
    assert services.record(12345, FAILED) is None


def test_each_address_has_its_day_of_the_week() -> None:
    days = set()
    for number in range(50):
        key = hash_of(f"https://site-{number}.fr/")
        first = services.next_turn(key, START)
        assert datetime.timedelta(days=3) < first - START <= datetime.timedelta(days=10)
        # From then on, every seventh day at the same hour, wherever in that day it was seen.
        second = services.next_turn(key, first + datetime.timedelta(hours=4))
        assert (second - first).days == 7
        days.add(first.weekday())
    assert len(days) == 7


def test_what_a_person_judged_good_is_not_reported_for_thirty_days() -> None:
    dead, fine = LinkCheckFactory(dead=True), LinkCheckFactory(fine=True)
    moved, dangerous = LinkCheckFactory(moved=True), LinkCheckFactory(dangerous=True)
    assert set(selectors.reported()) == {dead, moved, dangerous}

    assert services.keep(moved) == today() + datetime.timedelta(days=30)
    assert set(selectors.reported()) == {dead, dangerous}
    LinkCheck.objects.filter(pk=moved.pk).update(kept_until=today() - datetime.timedelta(days=1))
    assert set(selectors.reported()) == {dead, moved, dangerous}
    assert selectors.by_address([dead.url, "https://inconnu.fr/"]) == {dead.url: dead}
    assert fine not in selectors.reported()


def test_a_judgement_ends_with_what_it_was_about() -> None:
    moved = LinkCheckFactory(moved=True)
    services.keep(moved)
    same = Finding(state=LinkState.MOVED, reason=moved.reason, final_url=moved.final_url)
    found = services.record(moved.pk, same)
    assert found is not None and found.kept_until is not None

    other = Finding(state=LinkState.MOVED, reason=moved.reason, final_url="https://encore.fr/")
    found = services.record(moved.pk, other)
    assert found is not None and found.kept_until is None
