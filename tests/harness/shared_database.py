"""A database that other processes can open: the suite's own on PostgreSQL, a copy in a file on SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections


@contextmanager
def shared(folder: Path) -> Iterator[str]:
    """Give the address of a database where this process writes too, while it lasts.

    The suite's SQLite lives in memory, where no other process comes.

    Args:
        folder: for the copy.
    """
    told = connections.settings["default"]
    if connection.vendor != "sqlite":
        yield "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**told)
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, told["NAME"]
    path = folder / "shared.sqlite3"
    copy = sqlite3.connect(path)
    in_memory.backup(copy)
    copy.close()
    connection.connection = None
    told["NAME"] = str(path)
    try:
        yield f"sqlite:///{path}"
    finally:
        connection.close()
        told["NAME"] = name
        connection.connection = in_memory
