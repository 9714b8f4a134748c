"""A Redis of one test, which may kill it and start it again."""

import socket
import subprocess
import time
from pathlib import Path


class Server:
    """Use as a context manager, so that it never outlives its test."""

    def __init__(self, folder: Path) -> None:
        """Choose a port; nothing runs yet.

        Args:
            folder: of its log.
        """
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"redis://:secret@127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--requirepass", "secret"]
        options += ["--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            ["redis-server", *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < deadline, "the test's Redis does not answer"
                time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a fault would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None
