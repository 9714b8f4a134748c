"""Which tests run: those that need a service or a browser are deselected and counted, never skipped."""

from typing import Any

import pytest
from django.conf import settings

NEEDS = ("browser", "postgres", "redis")
COUNTS = pytest.StashKey[dict[str, int]]()


def on_postgresql() -> bool:
    """Whether the suite's database is PostgreSQL."""
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def with_redis() -> bool:
    """Whether the suite was given a Redis server; one that is named and does not answer fails the tests."""
    return bool(settings.REDIS_URL)


def register(config: pytest.Config) -> None:
    """Name the marks that pyproject.toml does not.

    Args:
        config: pytest's.
    """
    config.addinivalue_line("markers", "redis: needs Redis (REDIS_URL)")


def deselect(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose needs are not met here.

    Args:
        config: pytest's.
        items: the tests collected; shortened in place.
    """
    counts = dict.fromkeys(NEEDS, 0)
    wanted = config.getoption("markexpr") or ""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        unmet = ""
        if item.get_closest_marker("browser") and "browser" not in wanted:
            unmet = "browser"
        elif item.get_closest_marker("postgres") and not on_postgresql():
            unmet = "postgres"
        elif item.get_closest_marker("redis") and not with_redis():
            unmet = "redis"
        if unmet:
            counts[unmet] += 1
            left.append(item)
        else:
            kept.append(item)
    items[:] = kept
    config.stash[COUNTS] = counts
    if left:
        config.hook.pytest_deselected(items=left)


def counts_of(config: pytest.Config, worker_counts: dict[str, int] | None) -> dict[str, int]:
    """How many tests were left out, by need.

    Args:
        config: pytest's.
        worker_counts: what a process of pytest-xdist reported, if the suite ran in several.
    """
    return worker_counts or config.stash.get(COUNTS, {})


def sentence(counts: dict[str, int]) -> str:
    """What is told at the end of the run.

    Args:
        counts: how many tests were left out, by need.
    """
    listed = ", ".join(f"{number} {need}" for need, number in counts.items() if number)
    return f"Deselected here, run by .ci/run: {listed}" if listed else ""


def refuse_skip(report: Any) -> None:
    """Turn a skipped test into a failed one.

    Args:
        report: pytest's report of one phase of a test; changed in place.
    """
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"a test may not be skipped: {report.longrepr}"
