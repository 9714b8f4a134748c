"""What the environment may not say: each refusal is one sentence that names the variable at fault."""

import os
import re
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

DATABASE_SCHEMES = frozenset({"sqlite", "postgres", "postgresql"})
EMAIL_SCHEMES = frozenset({"smtp", "submission"})
REDIS_SCHEMES = frozenset({"redis", "rediss"})
# A name, an IPv4 or a bracketed IPv6 address; a leading dot stands for every sub-domain.
HOST_NAME = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]|::1|::")


class EnvironmentRefused(SystemExit):
    """Raised at start when the environment is inconsistent; its text is one sentence for the operator."""


def _address(name: str, value: str, schemes: frozenset[str]) -> SplitResult:
    """Split an address; the value itself is not repeated, since it may hold a password."""
    expected = ", ".join(f"{scheme}://" for scheme in sorted(schemes))
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise EnvironmentRefused(f"{name} is not an address: {error}.") from error
    if parts.scheme not in schemes or not value.startswith(f"{parts.scheme}://"):
        raise EnvironmentRefused(f"{name} must begin with one of {expected}.")
    return parts


def refuse_bad_addresses(database_url: str, email_url: str) -> None:
    """Refuse a database or mail address that could only fail later.

    Args:
        database_url: `sqlite:///file` or `postgres://user:password@host:port/name`.
        email_url: `smtp://…` or `submission://…`; empty for mail in files.

    Raises:
        EnvironmentRefused: when one is malformed.
    """
    database = _address("DATABASE_URL", database_url, DATABASE_SCHEMES)
    name = unquote(database.path[1:])
    if not name:
        raise EnvironmentRefused("DATABASE_URL names no database after the last « / ».")
    if database.scheme == "sqlite":
        if database.netloc:
            raise EnvironmentRefused(
                "DATABASE_URL for SQLite takes three slashes before a relative path and four before an absolute one."
            )
        if name != ":memory:":
            refuse_unwritable("DATABASE_URL", Path(name).absolute().parent)
    if email_url and not _address("EMAIL_URL", email_url, EMAIL_SCHEMES).hostname:
        raise EnvironmentRefused("EMAIL_URL names no mail server.")


def refuse_unsupported(elasticsearch_url: str) -> None:
    """Refuse what this version cannot honour, rather than ignore it.

    Args:
        elasticsearch_url: address of an Elasticsearch cluster, or empty.

    Raises:
        EnvironmentRefused: when it is set.
    """
    if elasticsearch_url:
        raise EnvironmentRefused(
            "ELASTICSEARCH_URL is set, but this version searches in the database only: remove it."
        )


def refuse_many_processes(database_url: str, redis_url: str, processes: int) -> None:
    """Refuse several processes that could not share what they must share.

    Args:
        database_url: accepted by `refuse_bad_addresses`.
        redis_url: address of a Redis server; empty for a product of one process.
        processes: how many processes serve pages.

    Raises:
        EnvironmentRefused: without Redis, or on SQLite; also for an address of Redis that is malformed.
    """
    if redis_url and not _address("REDIS_URL", redis_url, REDIS_SCHEMES).hostname:
        raise EnvironmentRefused("REDIS_URL names no server.")
    if processes > 1 and not redis_url:
        raise EnvironmentRefused(
            f"WEB_CONCURRENCY={processes} needs REDIS_URL: without it, cache and live messages stay in one process."
        )
    if redis_url and database_url.startswith("sqlite:"):
        raise EnvironmentRefused(
            "REDIS_URL is for several processes, which SQLite cannot serve: set DATABASE_URL to PostgreSQL."
        )


def refuse_bad_hosts(host: str, allowed: tuple[str, ...], origins: tuple[str, ...]) -> None:
    """Refuse hosts and origins that would serve everybody or nobody.

    Args:
        host: the address to listen on.
        allowed: the hosts named in requests that are answered.
        origins: the origins trusted by forms.

    Raises:
        EnvironmentRefused: when one is malformed, or stands for everybody.
    """
    if "*" in allowed:
        raise EnvironmentRefused("ALLOWED_HOSTS must name the hosts served: « * » is refused.")
    for name, value in [("HOST", host), *(("ALLOWED_HOSTS", h) for h in allowed)]:
        if not HOST_NAME.fullmatch(value):
            raise EnvironmentRefused(f"{name} holds « {value} », which is no host name.")
    for origin in origins:
        try:
            parts = urlsplit(origin)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise EnvironmentRefused(
                f"CSRF_TRUSTED_ORIGINS needs scheme and host in « {origin} » (https://example.org)."
            )


def refuse_unwritable(name: str, folder: Path) -> None:
    """Refuse a folder that cannot be written to, or be made.

    Args:
        name: the variable that named it.
        folder: an absolute path.

    Raises:
        EnvironmentRefused: when nothing could be stored there.
    """
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise EnvironmentRefused(
            f"{name} needs a folder that can be written to: « {folder} » is not."
        )
