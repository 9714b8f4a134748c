"""Pages under an ASGI server, drawn by threads that stay: Django would make one for each request, and with it a
connection to the database."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from asgiref.sync import ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler
from django.db import connections

# Threads that wait for a request; more are made when more requests come at once, and end with them.
MOST_KEPT = 8


class Threads:
    """Threads that draw one page at a time each, and keep their connections from one to the next."""

    def __init__(self) -> None:
        """Keep none yet."""
        self._free: deque[ThreadPoolExecutor] = deque()

    def take(self) -> ThreadPoolExecutor:
        """One that does nothing."""
        try:
            return self._free.pop()
        except IndexError:
            return ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")

    def give_back(self, thread: ThreadPoolExecutor) -> None:
        """Keep one for another request, once it has done what it was given: a reader who leaves does not stop it.

        Args:
            thread: as taken.
        """
        thread.submit(int).add_done_callback(lambda _done: self._keep(thread))

    def _keep(self, thread: ThreadPoolExecutor) -> None:
        if len(self._free) < MOST_KEPT:
            self._free.append(thread)
        else:
            self._end(thread)

    def end(self) -> None:
        """End those that wait, and close their connections."""
        ending = [self._end(self._free.pop()) for _ in range(len(self._free))]
        for done in ending:
            done.result()

    @staticmethod
    def _end(thread: ThreadPoolExecutor) -> "Future[None]":
        closed = thread.submit(connections.close_all)
        thread.shutdown(wait=False)
        return closed


#: Of this process.
threads = Threads()


class PageHandler(ASGIHandler):
    """Django's handler, with these threads."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request.

        Args:
            scope: the ASGI connection.
            receive: gives the body, and tells when the reader leaves.
            send: takes the answer.
        """
        thread = threads.take()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self.handle(scope, receive, send)
        finally:
            threads.give_back(thread)
