"""Threads that draw pages stay from one request to the next."""

import asyncio
import threading

import pytest
from asgiref.sync import ThreadSensitiveContext, sync_to_async
from asgiref.testing import ApplicationCommunicator

from connect.runtime import page_handler
from connect.runtime.application import application
from connect.runtime.page_handler import Threads
from tests.realtime.sockets import play


async def drawn_by(threads: Threads, gate: threading.Event | None = None) -> int:
    """Draw a page; the number of the thread."""
    thread = threads.take()
    try:
        async with ThreadSensitiveContext(executor=thread):
            if gate is not None:
                await sync_to_async(gate.wait)(5)
            return await sync_to_async(threading.get_ident)()
    finally:
        threads.give_back(thread)


def test_one_thread_draws_one_page_at_a_time_and_stays() -> None:
    """Requests that follow one another share a thread; those that come together do not."""
    threads = Threads()

    async def scene() -> None:
        first = await drawn_by(threads)
        await asyncio.sleep(0.05)
        assert await drawn_by(threads) == first
        await asyncio.sleep(0.05)
        gate = threading.Event()
        together = [asyncio.create_task(drawn_by(threads, gate)) for _ in range(3)]
        await asyncio.sleep(0.05)
        gate.set()
        assert len(set(await asyncio.gather(*together))) == 3

    asyncio.run(scene())
    threads.end()


def test_a_thread_that_still_works_is_given_to_nobody() -> None:
    """A reader who leaves does not stop the view: the next request gets another thread, at once."""
    threads = Threads()
    gate = threading.Event()

    async def scene() -> None:
        leaving = asyncio.create_task(drawn_by(threads, gate))
        await asyncio.sleep(0.05)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(1):
                await leaving
        async with asyncio.timeout(1):
            await drawn_by(threads)
        gate.set()

    asyncio.run(scene())
    threads.end()


def test_no_more_threads_are_kept_than_is_useful(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rush ends, and so do its threads."""
    monkeypatch.setattr(page_handler, "MOST_KEPT", 2)
    threads = Threads()

    async def scene() -> None:
        gate = threading.Event()
        rush = [asyncio.create_task(drawn_by(threads, gate)) for _ in range(6)]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*rush)
        await asyncio.sleep(0.1)

    asyncio.run(scene())
    assert len([one for one in threading.enumerate() if one.name.startswith("page")]) <= 2
    threads.end()


def test_the_product_s_pages_go_through_it() -> None:
    """A request is answered as before; nothing of it stays in the context of the next."""

    async def scene() -> None:
        for _ in range(2):
            scope = {
                "type": "http",
                "method": "GET",
                "path": "/healthz",
                "headers": [(b"host", b"localhost")],
                "query_string": b"",
            }
            asking = ApplicationCommunicator(application, scope)
            await asking.send_input({"type": "http.request", "body": b""})
            began = await asking.receive_output(5)
            assert began["status"] == 200
            assert (await asking.receive_output(5))["body"] == b"ok\n"
            await asking.wait(5)

    play(scene)
    page_handler.threads.end()
