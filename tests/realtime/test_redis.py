"""The bus of several processes, against a real Redis."""

import asyncio
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from connect.realtime.closing import Closing
from connect.realtime.inbox import Inbox, Overflowed
from connect.realtime.redis import RedisBus
from tests.realtime import test_json_consumer
from tests.realtime.redis_server import Server
from tests.realtime.sockets import closing_of, opened, play

pytestmark = pytest.mark.redis

ROOT = Path(__file__).resolve().parents[2]
OTHER_PROCESS = """
import sys
from connect.realtime.redis import RedisBus
carrier = RedisBus(sys.argv[1], "one-test:")
for number in range(int(sys.argv[2])):
    carrier.publish("room", b"%d" % number)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A Redis of this test alone."""
    with Server(tmp_path) as made:
        yield made


def numbers(count: int) -> list[bytes]:
    """What a publisher says."""
    return [b"%d" % number for number in range(count)]


async def take(inbox: Inbox, count: int) -> list[bytes]:
    """What comes, until there is enough."""
    taken: list[bytes] = []
    while len(taken) < count:
        taken += [data for _, data in await asyncio.wait_for(inbox.take(), 10)]
    return taken


async def listening(carrier: RedisBus, *channels: str) -> Inbox:
    """An inbox that hears."""
    inbox = Inbox()
    for channel in channels:
        await carrier.join(inbox, channel)
    return inbox


def test_loops_threads_and_processes_hear_one_another(server: Server) -> None:
    """Whoever publishes, each reader gets everything once and in order; two sites on one server hear nothing."""
    one, two = RedisBus(server.url, "one-test:"), RedisBus(server.url, "one-test:")
    stranger = RedisBus(server.url, "another-site:")

    async def scene() -> None:
        readers = [await listening(one, "room"), await listening(one, "room", "other")]
        readers.append(await listening(two, "room"))
        deaf = await listening(stranger, "room")
        # From a loop.
        for data in numbers(50):
            one.publish("room", data)
        assert [await take(reader, 50) for reader in readers] == [numbers(50)] * 3
        # From a thread of the same process.
        await asyncio.to_thread(lambda: [one.publish("room", data) for data in numbers(50)])
        assert [await take(reader, 50) for reader in readers] == [numbers(50)] * 3
        # From another process.
        command = [sys.executable, "-c", OTHER_PROCESS, server.url, "50"]
        env = {"DJANGO_SETTINGS_MODULE": "connect.settings.testing", "PYTHONPATH": str(ROOT)}
        await asyncio.to_thread(subprocess.run, command, cwd=ROOT, env=env, check=True)
        assert [await take(reader, 50) for reader in readers] == [numbers(50)] * 3
        # Left, one hears no more; the others do.
        await one.leave(readers[0])
        await two.leave(readers[2], "room")
        two.publish("room", b"last")
        assert await take(readers[1], 1) == [b"last"]
        await asyncio.sleep(0.05)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.gather(readers[0].take()), 0.05)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(deaf.take(), 0.05)

    play(scene)


def test_what_is_published_after_joining_is_never_missed(server: Server) -> None:
    """The subscription is confirmed before `join` returns, a channel left and joined again included."""
    here, elsewhere = RedisBus(server.url, "t:"), RedisBus(server.url, "t:")

    async def scene() -> None:
        for number in range(100):
            inbox = await listening(here, "room")
            elsewhere.publish("room", b"%d" % number)
            assert await take(inbox, 1) == [b"%d" % number]
            await here.leave(inbox)

    play(scene)


def test_a_server_killed_and_back_has_every_reader_read_again(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """Publishing never raises nor waits; readers of one process hear one another meanwhile; then all read again."""
    one, two = RedisBus(server.url, "t:"), RedisBus(server.url, "t:")

    async def scene() -> None:
        first, second = await listening(one, "room"), await listening(two, "room")
        assert one.healthy and two.healthy
        server.kill()
        while one.healthy or two.healthy:
            await asyncio.sleep(0.01)
        began = time.monotonic()
        one.publish("room", b"from the loop")
        await asyncio.to_thread(lambda: [one.publish("room", b"from a thread")] * 50)
        late = await listening(two, "late")
        assert time.monotonic() - began < 1
        assert await take(first, 2) == [b"from the loop", b"from a thread"]
        server.start()
        for inbox in (first, second, late):
            with pytest.raises(Overflowed):
                while True:
                    await asyncio.wait_for(inbox.take(), 10)
        two.publish("room", b"again")
        two.publish("late", b"again")
        assert await take(first, 1) == await take(late, 1) == [b"again"]
        assert one.healthy and two.healthy

    with caplog.at_level(logging.WARNING):
        play(scene)
    assert len([r for r in caplog.records if r.levelno >= logging.ERROR]) <= 6
    assert "secret" not in caplog.text


def test_a_server_that_is_away_from_the_start_stops_nothing(server: Server) -> None:
    """A page opens at once, and is told to read again once the server is there."""
    server.kill()
    carrier = RedisBus(server.url, "t:")

    async def scene() -> None:
        began = time.monotonic()
        inbox = await listening(carrier, "room", "person:1")
        assert time.monotonic() - began < 2
        server.start()
        with pytest.raises(Overflowed):
            await asyncio.wait_for(inbox.take(), 10)

    play(scene)
    assert carrier.healthy


def test_what_is_published_in_the_moment_of_an_absence_is_sent_after_it(server: Server) -> None:
    """The publisher's own return may come after that of the others, who have read again by then."""
    here, elsewhere = RedisBus(server.url, "t:"), RedisBus(server.url, "t:")

    async def scene() -> None:
        inbox = await listening(elsewhere, "room")
        # The first message opens the connection of this loop: it must wait for it, not be lost.
        here.publish("room", b"first")
        assert await take(inbox, 1) == [b"first"]

    play(scene)


def test_a_slow_reader_neither_grows_nor_delays_another(server: Server) -> None:
    """The slow one loses what waits, and is told; the other gets everything, from another process' bus."""
    here, elsewhere = RedisBus(server.url, "t:"), RedisBus(server.url, "t:")

    async def scene() -> None:
        slow, quick = Inbox(most=10), Inbox(most=5000)
        for inbox in (slow, quick):
            await here.join(inbox, "room")
        elsewhere.publish("room", b"connected")
        assert await take(quick, 1) == [b"connected"]
        for data in numbers(2000):
            elsewhere.publish("room", data)
        assert await take(quick, 2000) == numbers(2000)
        with pytest.raises(Overflowed):
            await slow.take()

    play(scene)


def test_a_server_that_hangs_holds_nobody_up_for_long() -> None:
    """It accepts and says nothing: a thread waits a second, the following ones not at all."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        carrier = RedisBus(f"redis://127.0.0.1:{silent.getsockname()[1]}/0", "t:")
        began = time.monotonic()
        for _ in range(20):
            carrier.publish("room", b"x")
        assert time.monotonic() - began < 3


def test_open_pages_come_back_when_messages_may_be_lost(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket whose page cannot do better closes with the code that has the client open another."""
    from connect.realtime import consumer  # noqa: PLC0415  # its name is replaced here

    carrier = RedisBus(server.url, "t:")
    for module in (consumer, test_json_consumer):
        monkeypatch.setattr(module, "bus", lambda: carrier)

    async def scene() -> None:
        browser = await opened(test_json_consumer.Thread)
        await browser.say('{"type": "thread.say", "text": "a"}')
        assert (await test_json_consumer.heard(browser))["text"] == "a"
        server.kill()
        server.start()
        assert await closing_of(browser, 10) == Closing.EXPIRED

    play(scene)


def test_the_suite_s_own_server_answers() -> None:
    """The one that REDIS_URL names: a suite that is given one which is away fails here."""
    assert RedisBus(settings.REDIS_URL, f"{settings.REDIS_PREFIX}:own:").healthy


def test_each_loop_has_one_subscription(server: Server) -> None:
    """Two hundred readers of a hundred channels are one connection."""
    carrier = RedisBus(server.url, "t:")
    counted: list[int] = []

    def clients() -> int:
        from redis import Redis  # noqa: PLC0415  # here only

        with Redis.from_url(server.url) as asking:
            return len(asking.client_list())

    async def scene() -> None:
        inboxes = [await listening(carrier, f"room:{n % 100}") for n in range(200)]
        counted.append(await asyncio.to_thread(clients))
        for inbox in inboxes:
            await carrier.leave(inbox)

    play(scene)
    # And the one that asks.
    assert counted == [2]
    deadline = time.monotonic() + 5
    while clients() > 1:
        assert time.monotonic() < deadline, "the loop ended and its connection stays"
        threading.Event().wait(0.05)
