"""One migrated database, copied by every process of the suite: migrating takes longer than most of the tests.

The copy is made anew whenever a migration, the data that migrations load or a package changes.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "tests"
PREFIX = "essor_template_"
# What decides of the content of a migrated database.
DECISIVE = (
    "migrations/*.py",
    "data/*.yaml",
    "data/*.json",
    "enums.py",
    "models/*.py",
    "models.py",
)


def _key() -> str:
    homes = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    files = {path for pattern in DECISIVE for home in homes for path in home.rglob(pattern)}
    files |= {ROOT / "requirements" / "development.txt", ROOT / "connect/settings/base.py"}
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrated(url: str) -> None:
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "connect.settings.testing"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)


def _file(name: str) -> Path:
    """The migrated SQLite file, made when it is missing."""
    wanted = FOLDER / f"{name}.sqlite3"
    with _alone():
        if not wanted.exists():
            for old in FOLDER.glob(f"{PREFIX}*"):
                old.unlink()
            being_made = FOLDER / f"{PREFIX}being_made.sqlite3"
            _migrated(f"sqlite:///{being_made}")
            being_made.rename(wanted)
    return wanted


def _database(name: str) -> None:
    """The migrated PostgreSQL database, made when it is missing."""
    with _alone(), connection._nodb_cursor() as cursor:  # Django's own way to the server
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            return
        for old in known:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(old)}")
        being_made = f"{PREFIX}being_made"
        cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(being_made)}")
        url = os.environ["DATABASE_URL"]
        _migrated(f"{url.rpartition('/')[0]}/{being_made}")
        cursor.execute(
            f"ALTER DATABASE {connection.ops.quote_name(being_made)}"
            f" RENAME TO {connection.ops.quote_name(name)}"
        )


def install() -> None:
    """Have the next test database filled from the migrated one, in place of its migrations."""
    name = f"{PREFIX}{_key()}"
    handle = migrate.Command.handle
    if connection.vendor == "sqlite":
        template = _file(name)
    else:
        _database(name)
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = name
        connection.settings_dict["TEST"]["TEMPLATE"] = name

    def filled(self: migrate.Command, *args: Any, **options: Any) -> None:
        # Once only: a test that migrates for itself does it truly.
        migrate.Command.handle = handle  # type: ignore[method-assign]  # put back as it was
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(template)) as source:
                source.backup(connection.connection)

    migrate.Command.handle = filled  # type: ignore[method-assign]  # for the test database only
