"""Runs the product in a process of its own, as an operator does."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY = "ESSor Connect"


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(var: Path, port: int, **more: str) -> dict[str, str]:
    """The variables of an installation that lives in one folder.

    Args:
        var: where it keeps everything.
        port: where it listens.
        more: variables to add.
    """
    return {"PATH": os.environ["PATH"], "VAR_ROOT": str(var), "PORT": str(port), **more}


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `manage.py` to its end.

    Args:
        env: its whole environment.
        arguments: the command and its options.
    """
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


class Site:
    """A served site; use as a context manager, so that it never outlives its test."""

    def __init__(self, env: dict[str, str], command: str = "serve") -> None:
        """Start serving.

        Args:
            env: the whole environment of the process.
            command: of `manage.py`.
        """
        self.address = f"127.0.0.1:{env['PORT']}"
        self.url = f"http://127.0.0.1:{env['PORT']}"
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error::ResourceWarning", "manage.py", command],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Its own group: a test can look for what it leaves behind.
            start_new_session=True,
        )

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        # Whatever it started too: the processes of pages would outlive the one that a failed test kills.
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate(timeout=10)

    def wait_ready(self) -> str:
        """The line that tells the address, once printed.

        Raises:
            AssertionError: when the process ended instead.
        """
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if READY not in line:
            _, errors = self.process.communicate(timeout=30)
            raise AssertionError(f"the site did not start: {line}{errors}")
        return line

    def end(self, number: signal.Signals) -> tuple[int, str, str]:
        """Send a signal and wait for the end.

        Args:
            number: INT or TERM.

        Returns:
            Exit code, what was printed after the address, errors.
        """
        self.process.send_signal(number)
        out, errors = self.process.communicate(timeout=30)
        return self.process.returncode, out, errors

    def group_is_empty(self) -> bool:
        """Whether no process that it started is left."""
        for _ in range(20):
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return True
            time.sleep(0.1)
        return False
