"""`manage.py serve` for real: a process, a port, signals, jobs."""

import json
import signal
import socket
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.processes import Site, environment, free_port, manage


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation whose database is migrated, on SQLite as embedded installations are."""
    var = tmp_path_factory.mktemp("served") / "var"
    migrated = manage(environment(var, 8000), "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    return var


def parts_of(site: Site) -> dict[str, Any]:
    with urllib.request.urlopen(f"{site.url}/readyz", timeout=10) as response:
        parts: dict[str, Any] = json.load(response)["parts"]
        return parts


def test_it_announces_itself_once_ready_and_runs_the_jobs(installed: Path) -> None:
    with Site(environment(installed, free_port())) as site:
        line = site.wait_ready()

        assert line == f"ESSor Connect : {site.url}/\n"
        # No retry: what is announced must answer.
        with urllib.request.urlopen(f"{site.url}/healthz", timeout=10) as response:
            assert response.read() == b"ok\n"

        # Beat sends the heartbeat, the worker runs it, its success is written, the probe reads it.
        deadline = time.monotonic() + 20
        while parts_of(site)["jobs"]["state"] != "ok":
            assert time.monotonic() < deadline, parts_of(site)
            time.sleep(0.2)
        code, out, errors = site.end(signal.SIGTERM)

    assert (code, out, errors) == (0, "", "")
    assert site.group_is_empty()


def test_interrupting_it_leaves_nothing_behind(installed: Path) -> None:
    port = free_port()
    with Site(environment(installed, port)) as site:
        site.wait_ready()
        code, out, errors = site.end(signal.SIGINT)

    assert (code, out, errors) == (0, "", "")
    assert site.group_is_empty()
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_a_signal_that_comes_early_ends_it_too(installed: Path) -> None:
    with Site(environment(installed, free_port())) as site:
        time.sleep(0.7)
        code, _, errors = site.end(signal.SIGTERM)

    # Before Python has reached the command, the signal itself ends it.
    assert code in {0, -signal.SIGTERM}
    assert errors == ""
    assert site.group_is_empty()


def test_a_taken_port_is_told_in_one_sentence(installed: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = manage(environment(installed, port), "serve")

    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == (
        f"CommandError: Port {port} is already taken on 127.0.0.1: "
        "stop what uses it, or choose another with PORT=…\n"
    )


def test_a_database_that_is_not_up_to_date_is_told_in_one_sentence(tmp_path: Path) -> None:
    ended = manage(environment(tmp_path / "var", free_port()), "serve")

    assert ended.returncode == 1
    assert "run « manage.py migrate » first" in ended.stderr
    assert "Traceback" not in ended.stderr
