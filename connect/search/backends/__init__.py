"""Search engines behind one interface."""

from django.db import connection

from connect.search.backends.base import Backend
from connect.search.backends.postgres import PostgresBackend
from connect.search.backends.sqlite import SqliteBackend

_BACKENDS: dict[str, Backend] = {"sqlite": SqliteBackend(), "postgresql": PostgresBackend()}


def current() -> Backend:
    """The engine of this installation.

    Raises:
        LookupError: when the database has no full-text engine that we know.
    """
    try:
        return _BACKENDS[connection.vendor]
    except KeyError:
        raise LookupError(f"No search backend for the database « {connection.vendor} ».") from None
