"""Group commit: updates that arrive while a commit is under way share the next one.

One committer per event loop, one thread and one database connection for it. Nothing waits on purpose: the faster
the database, the smaller the groups.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from weakref import WeakKeyDictionary

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError, InterfaceError

from connect.coedit.log import Entry, store

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 500
# Beyond, the database is away: pages keep their text and send it again.
MOST_WAITING = 20_000
# A database that restarts is waited for; beyond, the page is told and will send again.
RETRIES = (0.2, 1.0, 3.0)
SURELY_AWAY = 3


class Outcome(Enum):
    """What became of an update."""

    STORED = "stored"
    EPOCH_OVER = "epoch over"
    BUSY = "busy"


Told = Callable[[Outcome], None]


class Committer:
    """Stores the updates of all the sockets of one event loop."""

    def __init__(self) -> None:
        """Prepare the thread; nothing runs before the first update."""
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="coedit-log")
        self._waiting: list[tuple[Entry, Told]] = []
        self._task: asyncio.Task[None] | None = None

    def append(self, entry: Entry, told: Told) -> None:
        """Store an update soon.

        Args:
            entry: what to store.
            told: called in the loop, once the database has committed or the update was given up.
        """
        if len(self._waiting) >= MOST_WAITING:
            told(Outcome.BUSY)
            return
        self._waiting.append((entry, told))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            entries = [entry for entry, _ in group]
            try:
                outcomes = await loop.run_in_executor(self._pool, _commit, entries)
            except Exception:  # whatever it is, nobody waits for ever
                logger.exception("%d updates were not stored.", len(entries))
                outcomes = [Outcome.BUSY] * len(entries)
            for (_, told), outcome in zip(group, outcomes, strict=True):
                told(outcome)

    async def flush(self) -> None:
        """Wait until everything given so far is stored or given up."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def close(self) -> None:
        """Store what waits, then let go of the connection and the thread."""
        await self.flush()
        await asyncio.get_running_loop().run_in_executor(self._pool, _let_go)
        self._pool.shutdown()


def _let_go() -> None:
    # The proxy finds the connection of the thread that asks: it must be asked there.
    connection.close()


def _commit(entries: list[Entry]) -> list[Outcome]:
    for pause in (*RETRIES, None):
        try:
            close_old_connections()
            refused = set(store(entries))
        except (DatabaseError, InterfaceError) as error:
            connection.close()
            if pause is None:
                logger.error("%d updates were not stored: %s.", len(entries), type(error).__name__)
                return _commit_alone(entries)
            time.sleep(pause)
        else:
            return [
                Outcome.EPOCH_OVER if place in refused else Outcome.STORED
                for place in range(len(entries))
            ]
    raise AssertionError  # pragma: no cover


def _commit_alone(entries: list[Entry]) -> list[Outcome]:
    """One by one, so that what breaks one group never holds the others back."""
    outcomes: list[Outcome] = []
    for entry in entries:
        if outcomes[-SURELY_AWAY:] == [Outcome.BUSY] * SURELY_AWAY:
            # It is no fault of one entry: the database is away, and each try may take long.
            return outcomes + [Outcome.BUSY] * (len(entries) - len(outcomes))
        try:
            outcomes.append(Outcome.EPOCH_OVER if store([entry]) else Outcome.STORED)
        except (DatabaseError, InterfaceError):
            connection.close()
            outcomes.append(Outcome.BUSY)
    return outcomes


_committers: WeakKeyDictionary[asyncio.AbstractEventLoop, Committer] = WeakKeyDictionary()


def committer() -> Committer:
    """The committer of the running loop."""
    loop = asyncio.get_running_loop()
    found = _committers.get(loop)
    if found is None:
        found = _committers[loop] = Committer()
    return found
