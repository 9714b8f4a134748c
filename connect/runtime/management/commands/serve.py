"""`manage.py serve`: the whole product in one process."""

import os
import sys
from socket import socket
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from connect.celery import app
from connect.runtime.embedded import EmbeddedJobs
from connect.runtime.launching import announce, begin, open_port, require_database
from connect.runtime.server import serve
from connect.settings.environment import ENVIRONMENT


class Command(BaseCommand):
    """Serves pages and sockets, and runs the jobs unless others do, on HOST:PORT until INT or TERM."""

    help = "Serve the site on HOST:PORT, with the jobs in the same process (without REDIS_URL), until interrupted."
    requires_system_checks: list[
        str
    ] = []  # Two seconds that `make run` and the container spend once.

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the port, start the jobs, serve, stop everything.

        Args:
            args: unused.
            options: unused.

        Raises:
            CommandError: when the port is taken or the database is not ready.
        """
        begin()
        if ENVIRONMENT.processes > 1:
            raise CommandError(
                f"WEB_CONCURRENCY={ENVIRONMENT.processes} is for « manage.py serve_pages »: serve is one process."
            )
        with open_port() as opened:
            require_database()
            self._serve(opened)

    def _serve(self, opened: socket) -> None:
        # Loading the addresses takes a second: it must be over before the site is said to be ready.
        from connect.runtime.application import application  # noqa: PLC0415  # it loads the whole site
        from connect.runtime.ending import let_go  # noqa: PLC0415  # likewise

        jobs = EmbeddedJobs(app) if ENVIRONMENT.embedded else None
        if jobs:
            jobs.start()
        try:
            name = settings.WAGTAIL_SITE_NAME
            serve(application, opened, lambda: announce(self.stdout, name), let_go)
        finally:
            if jobs and not jobs.stop():
                _leave()


def _leave() -> NoReturn:
    """End at once: the interpreter would wait for the abandoned job for ever."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
