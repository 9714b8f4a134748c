"""A worker killed before the server's answer, and after it: nobody is written to twice."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.notifications.smtp import MailServer, Plan, after, serving


def _start(database: Path, server: MailServer, what: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.notifications.worker", str(database), str(server.port), what],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"},
    )


def _run(database: Path, server: MailServer, what: str) -> str:
    with _start(database, server, what) as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return said.strip()


def _row(database: Path) -> Any:
    with sqlite3.connect(database) as connection:
        found = connection.execute("SELECT state, attempts, sent_at FROM notifications_notice")
        (row,) = found.fetchall()
    connection.close()
    return row


def _wait(condition: Any) -> None:
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("It never came.")


def test_a_worker_killed_before_or_after_the_answer_leaves_a_doubt_and_no_second_mail(
    tmp_path: Path,
) -> None:
    with serving() as server:
        for name in ("before", "after"):
            database = tmp_path / f"{name}.sqlite3"
            _run(database, server, "prepare")
            server.seen.clear()
            if name == "before":
                # The text has come, and the answer takes longer than the worker lives.
                server.plan = Plan(on_text=after(3))
                process = _start(database, server, "send")
                _wait(lambda: server.seen)
            else:
                server.plan = Plan()
                process = _start(database, server, "answered")
                assert process.stdout is not None and process.stdout.readline() == "answered\n"
            process.kill()
            process.wait(30)
            if process.stdout is not None:
                process.stdout.close()
            assert _row(database) == ("en-cours", 1, None), name

            server.plan = Plan()
            assert _run(database, server, "send") == "0", name
            assert server.seen == ["personne@example.org"], name
            assert _row(database) == ("en-cours", 1, None), name
