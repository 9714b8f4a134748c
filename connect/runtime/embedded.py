"""Celery's worker and beat as threads: of the server's process, or of a process of their own (`serve_jobs`)."""

import logging
import threading
from typing import Any

from celery import Celery
from celery.beat import EmbeddedService
from celery.worker import WorkController, state

# A job that takes longer than this at stop is abandoned: the next start finds its work again in the tables.
STOP_SECONDS = 10.0
# Two, so that one long job does not hold up the heartbeat.
CONCURRENCY = 2

logger = logging.getLogger(__name__)


class EmbeddedJobs:
    """The worker and the clock of one process; without a broker elsewhere, they share its queue and its bus."""

    def __init__(self, app: Celery, *, shared: bool = False, clock: bool = True) -> None:
        """Prepare both, starting neither.

        Args:
            app: the Celery application.
            shared: whether its broker is elsewhere, and other processes send jobs too.
            clock: whether this process starts the jobs whose hour has come.

        Raises:
            ValueError: when the broker is not where `shared` says: two servers would share one queue, or none would.
        """
        if (app.connection_for_read().transport_cls != "memory") != shared:
            raise ValueError("embedded jobs need the in-memory broker, shared ones a server")
        self._app = app
        self._clock = clock
        self._worker: Any = None
        self._worker_thread: threading.Thread | None = None
        self._beat: Any = None

    def start(self) -> None:
        """Start both threads; returns at once."""
        state.should_stop = None
        state.should_terminate = None
        self._worker = WorkController(
            app=self._app,
            pool="threads",
            concurrency=CONCURRENCY,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        if hub := getattr(self._worker, "hub", None):
            # It waits for the broker up to ten seconds at a time, unless something is due: it must see `stop` sooner.
            hub.call_repeatedly(1.0, int)
        self._worker_thread = threading.Thread(
            target=self._worker.start, name="celery-worker", daemon=True
        )
        self._worker_thread.start()
        if self._clock:
            self._beat = EmbeddedService(
                self._app, thread=True, scheduler_cls=self._app.conf.beat_scheduler
            )
            self._beat.start()

    @property
    def running(self) -> bool:
        """Whether neither the worker nor the clock has ended."""
        threads = [one for one in (self._worker_thread, self._beat) if one is not None]
        return bool(threads) and all(thread.is_alive() for thread in threads)

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Ask both to finish what they are doing and wait for them.

        Args:
            seconds: how long to wait for running jobs.

        Returns:
            Whether every job had finished in that time.
        """
        if self._worker_thread is None:
            return True
        # `service.stop` only raises a flag here: the thread sees it within a second.
        if self._beat is not None:
            self._beat.service.stop(wait=False)
        state.should_stop = 0
        self._worker_thread.join(seconds)
        if self._beat is not None:
            self._beat.join(2.0)
        finished = not self._worker_thread.is_alive()
        if not finished:
            logger.warning(
                "A job did not end in %d s; its work is found again at next start.", seconds
            )
        return finished
