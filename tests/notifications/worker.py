"""A worker of its own process, with a database of its own, so that a test can kill it.

Run as `python -m tests.notifications.worker DATABASE PORT WHAT`: `prepare` makes the tables and one message, `send`
sweeps, `answered` sweeps and stops for ever once the server has answered, before anything is written down.
"""

import os
import sys
import time
from pathlib import Path

DATABASE, PORT, WHAT = sys.argv[1:] if len(sys.argv) == 4 else ("", "", "")


def _begin() -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{DATABASE}"
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{PORT}"
    os.environ["SECRET_KEY"] = "worker-" + "x" * 60
    os.environ["VAR_ROOT"] = str(Path(DATABASE).parent)
    os.environ["DJANGO_SETTINGS_MODULE"] = "connect.settings.base"
    import django  # noqa: PLC0415  # the environment is ready only now

    django.setup()


def _prepare() -> None:
    """Only the tables that the sweep reads: the others would take a minute."""
    from django.db import connection  # noqa: PLC0415  # Django is ready only now

    from connect.accounts.models import User  # noqa: PLC0415
    from connect.notifications.models import Notice, Preference, Suppression  # noqa: PLC0415
    from connect.notifications.services import notify  # noqa: PLC0415

    connection.ensure_connection()
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        for model in (User, Notice, Preference, Suppression):
            editor.create_model(model)
    notify("tuee", key="chose", to="personne@example.org")


def _stop_once_answered() -> None:
    from connect.notifications import sending  # noqa: PLC0415

    def stop(*args: object) -> None:
        print("answered", flush=True)  # noqa: T201  # the test waits for this line
        time.sleep(600)

    sending._write_down = stop


def main() -> None:
    """Do what the command line says."""
    _begin()
    from connect.notifications import sending, services  # noqa: PLC0415
    from connect.notifications.kinds import Kind, register  # noqa: PLC0415
    from tests.notifications.conftest import mail_of  # noqa: PLC0415

    # The clock of this process is the test.
    services._wake = lambda: None
    register(Kind(code="tuee", label="Essais", why="Essai.", compose=mail_of, essential=True))
    if WHAT == "prepare":
        _prepare()
    else:
        if WHAT == "answered":
            _stop_once_answered()
        print(sending.send_due(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
