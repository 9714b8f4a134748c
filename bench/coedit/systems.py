"""The servers that are measured: processes of the product, and a hocuspocus beside them. All on this machine."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
NODE = Path(__file__).resolve().parent / "node"
DATABASE = "bench_coedit"
PATIENCE = 60.0


class NotReady(RuntimeError):
    """Raised with a sentence when something that the bench needs is missing."""


def services() -> tuple[str, str]:
    """Addresses of the PostgreSQL and the Redis of `make services`.

    Raises:
        NotReady: when they are not there.
    """
    try:
        database = (ROOT / ".services/database_url").read_text(encoding="ascii").strip()
        redis = (ROOT / ".services/redis_url").read_text(encoding="ascii").strip()
    except FileNotFoundError as missing:
        raise NotReady(
            "Run « make services » first: the bench wants PostgreSQL and Redis."
        ) from missing
    return database, redis


@contextlib.contextmanager
def database() -> Iterator[str]:
    """A database of our own on that PostgreSQL, dropped at the end; its address."""
    known, _ = services()
    with psycopg.connect(known, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield urlunsplit(urlsplit(known)._replace(path=f"/{DATABASE}"))
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def environment(database_url: str, var: Path) -> dict[str, str]:
    """The variables of the product's processes, but PORT.

    Args:
        database_url: of the bench's database.
        var: a folder of the bench's own.
    """
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", str(var)),
        "DJANGO_SETTINGS_MODULE": "connect.settings.base",
        "DATABASE_URL": database_url,
        "REDIS_URL": services()[1],
        "SECRET_KEY": "bench-" * 10,
        "VAR_ROOT": str(var),
        "DEMO": "1",
    }


def prepared(env: Mapping[str, str]) -> Any:
    """Make the tables, the persons and the texts; what `bench.coedit.data` tells of them."""
    for command in (["manage.py", "migrate", "-v0"], ["-m", "bench.coedit.fill"]):
        done = subprocess.run(  # noqa: S603  # our own commands
            [sys.executable, *command],
            cwd=ROOT,
            env=dict(env),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotReady(f"{command[-1]} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Server:
    """A process that serves.

    Attributes:
        port: on this machine.
        pid: of the process.
    """

    port: int
    pid: int

    def worked(self) -> float:
        """Seconds of processor that it has used: unlike delays, they do not grow when the machine is busy."""
        fields = (
            Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def _process(arguments: list[str], env: dict[str, str], folder: Path) -> Iterator[Server]:
    """A process that serves on `PORT`, ended with us."""
    running = subprocess.Popen(  # noqa: S603  # our own commands
        arguments, cwd=folder, env=env, stdout=subprocess.DEVNULL
    )
    try:
        _wait(int(env["PORT"]), running)
        yield Server(int(env["PORT"]), running.pid)
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(port: int, running: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if running.poll() is not None:
            raise NotReady(f"A server ended by itself with {running.returncode}.")
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), 5) as asking,
        ):
            # A port may be open before anybody answers there.
            asking.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            if asking.recv(1):
                return
        time.sleep(0.1)
    raise NotReady(f"Nothing answers on port {port}.")


@contextlib.contextmanager
def site(env: Mapping[str, str]) -> Iterator[Server]:
    """One process of the product, pages and sockets."""
    own = {**env, "PORT": str(free_port())}
    with _process([sys.executable, "manage.py", "serve"], own, ROOT) as server:
        yield server


@contextlib.contextmanager
def hocuspocus(env: Mapping[str, str], mode: str) -> Iterator[Server]:
    """A hocuspocus server.

    Args:
        env: see `environment`.
        mode: `relay`, or `stored`.
    """
    node = shutil.which("node")
    if node is None:
        raise NotReady("There is no Node.js here: run with --without-hocuspocus.")
    own = {**env, "PORT": str(free_port()), "MODE": mode}
    with _process([node, "server.mjs"], own, NODE) as server:
        yield server


def install_hocuspocus() -> None:
    """Install the locked packages of `node/`, once."""
    lock, done = NODE / "package-lock.json", NODE / "node_modules/.package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise NotReady("There is no npm here: run with --without-hocuspocus.")
    subprocess.run([npm, "ci", "--loglevel=error"], cwd=NODE, check=True)  # noqa: S603  # locked packages
    done.touch()
