"""Loads data once for a module of tests: everything is undone when the module ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def held(blocker: Any) -> Iterator[None]:
    """Open a transaction around the tests of a module; each test still has its own inside it.

    Args:
        blocker: the fixture `django_db_blocker`.
    """
    with blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
    try:
        with blocker.unblock():
            yield
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
