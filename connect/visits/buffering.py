"""Visits wait a few seconds in the process, then are written together: a page never waits for the database's writer.

Measured on SQLite: counting takes 0.3 ms of processor, most of it for the digest; an upsert a page would take as much
again when nobody writes, and the whole length of an import when somebody does. Two thousand visits of fifty sheets are
written in 8 ms, by a thread. A process that is killed loses what came in the last seconds, and nothing else.
"""

import atexit
import datetime
import logging
import os
import threading
from collections import Counter

from django.db import DatabaseError, close_old_connections, connection

from connect.visits.services import Key, add_visits

WRITTEN_EVERY = 5.0
# More different pages than this waiting means that the database has been away for long: what comes next is not kept.
MOST_WAITING = 20_000

logger = logging.getLogger(__name__)


class Buffer:
    """What one process has counted and not written yet."""

    def __init__(self, every: float = WRITTEN_EVERY) -> None:
        """Prepare an empty buffer.

        Args:
            every: seconds between two writings by a thread of its own; 0 for none.
        """
        self._every = every
        self._waiting: Counter[Key] = Counter()
        self._lock = threading.Lock()
        self._filled = threading.Event()
        self._writer = 0

    def add(self, subject: str, object_id: int, day: datetime.date) -> None:
        """Count one visit."""
        key = (subject, object_id, day)
        with self._lock:
            if key not in self._waiting and len(self._waiting) >= MOST_WAITING:
                return
            self._waiting[key] += 1
            self._start()
        self._filled.set()

    def _start(self) -> None:
        """Start the writing thread, once in each process: a fork does not keep its parent's threads."""
        if self._every and self._writer != os.getpid():
            self._writer = os.getpid()
            threading.Thread(target=self._write_on, name="visits", daemon=True).start()

    def _write_on(self) -> None:
        pause = threading.Event()
        while True:
            self._filled.wait()
            pause.wait(self._every)
            self._filled.clear()
            self.write()

    def write(self) -> int:
        """Write what waits; what the database refuses waits for the next time.

        Returns:
            How many visits were written.
        """
        with self._lock:
            taken, self._waiting = self._waiting, Counter()
        if not taken:
            return 0
        try:
            add_visits(taken)
        except DatabaseError as error:
            logger.warning("%d visits could not be written yet: %s", taken.total(), error)
            with self._lock:
                self._waiting.update(taken)
            self._filled.set()
            return 0
        return taken.total()


class _OwnConnection(Buffer):
    """The buffer of the product: its writer closes the connection it opened."""

    def write(self) -> int:
        """Write what waits, on a connection that is sound and not kept; without one when nothing waits."""
        if not self._waiting:
            return 0
        close_old_connections()
        try:
            return super().write()
        finally:
            connection.close()


BUFFER: Buffer = _OwnConnection()
atexit.register(BUFFER.write)
