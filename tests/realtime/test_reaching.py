"""The bus in memory: threads, loops, jobs."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
from celery import shared_task
from celery.worker import WorkController, state

from connect.celery import app
from connect.realtime.bus import bus
from connect.realtime.inbox import Inbox, Overflowed
from connect.realtime.memory import MemoryBus
from tests.realtime.sockets import opened, play
from tests.realtime.test_json_consumer import Thread, heard


@shared_task(name="tests.realtime.tell")
def tell() -> None:
    """A job that reaches open pages."""
    bus().publish("thread:1", b'{"text": "du travail"}')


@pytest.fixture
def worker() -> Iterator[None]:
    """Celery's worker as a thread of this process, as embedded installations have it."""
    state.should_stop = None
    made = WorkController(
        app=app,
        pool="threads",
        concurrency=1,
        loglevel="WARNING",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    thread = threading.Thread(target=made.start)
    thread.start()
    yield
    state.should_stop = 0
    thread.join(10)
    state.should_stop = None
    assert not thread.is_alive()


def test_a_job_reaches_an_open_page_in_less_than_a_second(worker: None) -> None:
    """The page need not be doing anything: its loop is woken."""

    async def scene() -> None:
        browsers = [await opened(Thread) for _ in range(2)]
        # The first job may wait for the worker to be up.
        for _ in range(3):
            began = time.monotonic()
            await asyncio.to_thread(tell.delay)
            for browser in browsers:
                assert (await heard(browser))["text"] == "du travail"
            took = time.monotonic() - began
        assert took < 1
        for browser in browsers:
            await browser.disconnect()

    play(scene)


def test_each_loop_and_thread_hears_what_it_joined() -> None:
    """Two loops in two threads, a publisher in a third: in order, once, and nothing after leaving."""
    carrier = MemoryBus()
    joined = threading.Barrier(3)
    heard_by: list[list[bytes]] = [[], []]

    async def listen(number: int) -> None:
        inbox = Inbox()
        await carrier.join(inbox, "room")
        await carrier.join(inbox, "other")
        await carrier.leave(inbox, "other")
        await asyncio.to_thread(joined.wait, 10)
        while len(heard_by[number]) < 100:
            heard_by[number] += [data for _, data in await asyncio.wait_for(inbox.take(), 10)]
        await carrier.leave(inbox)

    threads = [threading.Thread(target=asyncio.run, args=(listen(n),)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    joined.wait(10)
    for number in range(100):
        carrier.publish("other", b"not joined any more")
        carrier.publish("room", b"%d" % number)
    for thread in threads:
        thread.join(10)
    assert heard_by == [[b"%d" % number for number in range(100)]] * 2
    # The loops are closed: publishing harms nothing.
    carrier.publish("room", b"late")


def test_an_inbox_is_bounded_in_messages_and_bytes() -> None:
    """Beyond, what waits is dropped and its reader is told once; then it goes on."""

    async def scene() -> None:
        for inbox, data in ((Inbox(most=3), b"x"), (Inbox(most_bytes=30), b"x" * 11)):
            for _ in range(6):
                inbox.put("room", data)
            with pytest.raises(Overflowed):
                await inbox.take()
            inbox.put("room", b"after")
            assert await inbox.take() == [("room", b"after")]

    play(scene)
