"""What every command that serves does first: it refuses plainly, before anything else starts."""

import logging
import signal
import socket
import sys
import warnings

from django.core.management.base import CommandError, OutputWrapper
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from connect.runtime.server import AddressRefused, listen
from connect.settings.environment import ENVIRONMENT


def begin() -> None:
    """Have a signal that comes before the server listens end the process as quietly as one that comes after."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: sys.exit(0))
    logging.captureWarnings(True)
    # Wagtail streams its documents and exports from ordinary iterators: correct, if slower, and not ours to change.
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume")


def open_port() -> socket.socket:
    """Listen on HOST and PORT.

    Raises:
        CommandError: when the port is taken, forbidden, or not this machine's.
    """
    try:
        return listen(ENVIRONMENT.host, ENVIRONMENT.port)
    except AddressRefused as refused:
        raise CommandError(str(refused)) from refused


def require_database() -> None:
    """Refuse a database that is away or not up to date.

    Raises:
        CommandError: with one sentence.
    """
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise CommandError("The database does not answer: see DATABASE_URL.") from error
    if behind:
        raise CommandError("The database is not up to date: run « manage.py migrate » first.")
    connection.close()


def require_redis(command: str) -> None:
    """Refuse to be one process among several without what they share.

    Args:
        command: the name of the command, for the sentence.

    Raises:
        CommandError: when `REDIS_URL` is not set.
    """
    if ENVIRONMENT.embedded:
        raise CommandError(
            f"manage.py {command} is one process among several, which need REDIS_URL; "
            "for a site of one process, run « manage.py serve »."
        )


def announce(out: OutputWrapper, what: str) -> None:
    """Tell the operator where the process listens.

    Args:
        out: the command's output.
        what: the site's name, or what the process serves.
    """
    host = f"[{ENVIRONMENT.host}]" if ENVIRONMENT.host.count(":") > 1 else ENVIRONMENT.host
    out.write(f"{what} : http://{host.strip()}:{ENVIRONMENT.port}/")
    out.flush()
