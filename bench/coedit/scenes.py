"""What is measured over sockets: a team at work, a crowd that reads, as many updates as can be stored."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.coedit.pens import Clock, Door, Pen

# Updates that a page of the flood may have in flight, and sends in a second at most (the product allows 60).
WINDOW, PACE = 16, 55
SETTLING = 8.0
# Where the nth page of the nth document enters.
Doors = Callable[[int, int], Door]


@dataclass(frozen=True)
class Relay:
    """What a scene of writing measured; seconds.

    Attributes:
        clock: every time.
        expected: how many deliveries there should be.
        delivered: how many there were.
        acknowledged: how many updates were acknowledged.
        sent: how many were sent.
    """

    clock: Clock
    expected: int
    delivered: int
    acknowledged: int
    sent: int


async def _entered(doors: Sequence[Door], clock: Clock) -> list[Pen]:
    pens = [Pen(door, clock) for door in doors]
    for start in range(0, len(pens), 10):
        await asyncio.gather(*(pen.enter() for pen in pens[start : start + 10]))
    return pens


async def team(doors: Doors, documents: int, writers: int, rate: float, seconds: float) -> Relay:
    """Documents with several writers each; the rate is that of all updates together.

    Args:
        doors: where each enters.
        documents: how many.
        writers: on each.
        rate: updates in a second, in all.
        seconds: how long.
    """
    clock = Clock()
    places = [doors(d, w) for d in range(documents) for w in range(writers)]
    pens = await _entered(places, clock)
    await _at_rate(pens, rate, seconds)
    expected = len(clock.sent) * (writers - 1)
    return await _settled(pens, clock, expected)


async def crowd(doors: Doors, readers: int, rate: float, seconds: float) -> Relay:
    """One document, one writer, many readers.

    Args:
        doors: where each enters; the writer is the first.
        readers: how many.
        rate: updates in a second.
        seconds: how long.
    """
    clock = Clock()
    pens = await _entered([doors(0, n) for n in range(readers + 1)], clock)
    await _at_rate(pens[:1], rate, seconds)
    return await _settled(pens, clock, len(clock.sent) * readers)


async def _at_rate(pens: Sequence[Pen], rate: float, seconds: float) -> None:
    start = time.perf_counter()
    for number in range(int(rate * seconds)):
        pause = start + number / rate - time.perf_counter()
        if pause > 0:
            await asyncio.sleep(pause)
        await pens[number % len(pens)].write()


async def _settled(pens: Sequence[Pen], clock: Clock, expected: int) -> Relay:
    """Wait for what is under way, within bounds, then close everything."""
    end = time.perf_counter() + SETTLING
    while time.perf_counter() < end:
        if len(clock.relayed) >= expected and len(clock.acknowledged) >= len(clock.sent):
            break
        await asyncio.sleep(0.05)
    await asyncio.gather(*(pen.leave() for pen in pens))
    delivered = sum(clock.heard.values())
    return Relay(clock, expected, delivered, len(clock.acknowledged), len(clock.sent))


@dataclass(frozen=True)
class Flood:
    """What a flood measured.

    Attributes:
        a_second: acknowledged updates in a second.
        work: microseconds of processor that the server used for each.
    """

    a_second: float
    work: float


async def flood(doors: Doors, pages: int, seconds: float, worked: Callable[[], float]) -> Flood:
    """As many updates as the server acknowledges, one page on each of many documents.

    Args:
        doors: where each enters.
        pages: how many.
        seconds: how long.
        worked: seconds of processor that the server has used so far.
    """
    clock = Clock()
    pens = await _entered([doors(d, 0) for d in range(pages)], clock)
    start, before = time.perf_counter(), worked()
    await asyncio.gather(*(_pour(pen, start + seconds) for pen in pens))
    took, work = time.perf_counter() - start, worked() - before
    acknowledged = len(clock.acknowledged)
    await asyncio.gather(*(pen.leave() for pen in pens))
    return Flood(acknowledged / took, work / max(1, acknowledged) * 1_000_000)


async def _pour(pen: Pen, end: float) -> None:
    following = time.perf_counter()
    while (now := time.perf_counter()) < end:
        if len(pen.waiting) >= WINDOW:
            pen.free.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(pen.free.wait(), max(0.001, end - now))
            continue
        if now < following:
            await asyncio.sleep(following - now)
        following = max(following, now - 0.1) + 1 / PACE
        await pen.write()


async def opening(door: Door, rounds: int) -> list[float]:
    """Seconds from the question to the text, several times."""
    times = []
    for _ in range(rounds):
        pen = Pen(door, Clock())
        times.append(await pen.enter())
        await pen.leave()
    return times
