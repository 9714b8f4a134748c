"""`manage.py serve`: the whole product in one process."""

import logging
import os
import signal
import sys
import warnings
from socket import socket
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from connect.celery import app
from connect.runtime.embedded import EmbeddedJobs
from connect.runtime.server import AddressRefused, listen, serve
from connect.settings.environment import ENVIRONMENT


class Command(BaseCommand):
    """Serves pages and sockets, and runs the jobs, on HOST:PORT until INT or TERM."""

    help = "Serve the site on HOST:PORT, with the jobs in the same process, until interrupted."
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
        # A signal that comes before the server listens ends the process as quietly as one that comes after.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: sys.exit(0))
        logging.captureWarnings(True)
        # Wagtail streams its documents and exports from ordinary iterators: correct, if slower, and not ours to change.
        warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")
        try:
            opened = listen(ENVIRONMENT.host, ENVIRONMENT.port)
        except AddressRefused as refused:
            raise CommandError(str(refused)) from refused
        with opened:
            _require_database()
            self._serve(opened)

    def _serve(self, opened: socket) -> None:
        # Loading the addresses takes a second: it must be over before the site is said to be ready.
        from connect.asgi import application  # noqa: PLC0415  # it loads the whole site

        jobs = EmbeddedJobs(app) if ENVIRONMENT.embedded else None
        if jobs:
            jobs.start()
        try:
            serve(application, opened, self._announce)
        finally:
            if jobs and not jobs.stop():
                _leave()

    def _announce(self) -> None:
        host = f"[{ENVIRONMENT.host}]" if ENVIRONMENT.host.count(":") > 1 else ENVIRONMENT.host
        self.stdout.write(
            f"{settings.WAGTAIL_SITE_NAME} : http://{host.strip()}:{ENVIRONMENT.port}/"
        )
        self.stdout.flush()


def _require_database() -> None:
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError("The database does not answer: see DATABASE_URL.") from error
    if behind:
        raise CommandError("The database is not up to date: run « manage.py migrate » first.")
    connection.close()


def _leave() -> NoReturn:
    """End at once: the interpreter would wait for the abandoned job for ever."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
