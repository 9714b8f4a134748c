"""Database calls of event loops stay in the transaction of the test, as those of Django's test client do."""

import pytest
from channels import db
from django.db import connections


def _close_old_connections() -> None:
    for connection in connections.all(initialized_only=True):
        # Django would take the test's own transaction for one that was left open by mistake.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep Channels from closing the connection that holds the test's transaction.

    Args:
        monkeypatch: undoes it.
    """
    monkeypatch.setattr(db, "close_old_connections", _close_old_connections)
