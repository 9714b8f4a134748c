"""What waits in the process: written together, never twice, kept when the database is away."""

import datetime
import logging
import threading
import time

import pytest
from django.db import OperationalError, connection

from connect.common.clock import today
from connect.visits import buffering, services
from connect.visits.buffering import Buffer
from connect.visits.models import VisitCount
from tests.visits.factories import VisitCountFactory

DAY = datetime.date(2026, 5, 4)


@pytest.mark.django_db
def test_many_visits_are_one_statement(buffer: Buffer, django_assert_num_queries: object) -> None:
    VisitCountFactory(object_id=1, day=DAY, count=10)
    for number in range(60):
        buffer.add("offre", number % 3, DAY)
    with django_assert_num_queries(3):  # type: ignore[operator]  # a savepoint, the statement, its release
        assert buffer.write() == 60
    with django_assert_num_queries(0):  # type: ignore[operator]  # nothing waits
        assert buffer.write() == 0
    found = VisitCount.objects.order_by("object_id").values_list("object_id", "count")
    assert list(found) == [(0, 20), (1, 30), (2, 20)]


@pytest.mark.django_db
def test_more_than_one_batch_is_written(buffer: Buffer) -> None:
    for number in range(services.TOGETHER * 2 + 1):
        buffer.add("structure", number, DAY)
    assert buffer.write() == services.TOGETHER * 2 + 1
    assert VisitCount.objects.count() == services.TOGETHER * 2 + 1


def test_what_the_database_refuses_waits(
    buffer: Buffer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    written: list[dict[services.Key, int]] = []

    def refuse(counts: dict[services.Key, int]) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(buffering, "add_visits", refuse)
    buffer.add("offre", 1, DAY)
    with caplog.at_level(logging.WARNING):
        assert buffer.write() == 0
    assert "1 visits" in caplog.text
    buffer.add("offre", 1, DAY)
    monkeypatch.setattr(buffering, "add_visits", lambda counts: written.append(dict(counts)))
    assert buffer.write() == 2
    assert written == [{("offre", 1, DAY): 2}]


def test_what_waits_is_bounded(buffer: Buffer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffering, "MOST_WAITING", 2)
    monkeypatch.setattr(buffering, "add_visits", lambda counts: None)
    for number in (1, 2, 3, 1):
        buffer.add("offre", number, DAY)
    assert buffer.write() == 3


def test_a_thread_of_its_own_writes_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[dict[services.Key, int]] = []
    monkeypatch.setattr(buffering, "add_visits", lambda counts: written.append(dict(counts)))
    own = Buffer(every=0.02)
    for round_ in (1, 2):
        own.add("offre", round_, DAY)
        limit = time.monotonic() + 10
        while len(written) < round_ and time.monotonic() < limit:
            time.sleep(0.005)
    assert written == [{("offre", 1, DAY): 1}, {("offre", 2, DAY): 1}]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_processes_that_write_at_once_lose_nothing_and_never_block_for_ever() -> None:
    barrier = threading.Barrier(4)
    failed: list[BaseException] = []

    def work(start: int) -> None:
        own = Buffer(every=0)
        barrier.wait()
        try:
            for _ in range(15):
                # Each fills in another order; the writing puts it right.
                for number in range(20):
                    own.add("offre", (start * 7 + number * 3) % 20, today())
                assert own.write() == 20
        except Exception as error:  # noqa: BLE001  # told by the test, whatever it is
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not failed
    assert set(VisitCount.objects.values_list("count", flat=True)) == {60}
    assert VisitCount.objects.count() == 20
