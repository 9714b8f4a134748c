"""The suite's harness; each part is explained in its module under `tests/harness/`."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.harness import database, loops, network, ordering, selection, templates
from tests.harness.visitor import Visitor

WORKER_COUNTS = pytest.StashKey[dict[str, int]]()


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks of the harness."""
    selection.register(config)


@pytest.fixture(scope="session", autouse=True)
def strict_templates() -> None:
    """Make undefined variables of our templates failures."""
    templates.install()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Fill the test database by copying one that is already migrated."""
    with django_db_blocker.unblock():
        database.install()


@pytest.fixture(autouse=True)
def hostile(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Refuse the network; give unordered querysets a random order."""
    network.install(monkeypatch)
    loops.install(monkeypatch)
    ordering.install(monkeypatch, seed=request.node.nodeid)


@pytest.fixture
def client() -> Visitor:
    """An anonymous visitor who meets the CSRF check."""
    return Visitor()


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Leave nothing in the cache from one test to the next."""
    from django.core.cache import cache  # noqa: PLC0415  # settings are ready only now

    yield
    cache.clear()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what needs a service or a browser that is not asked for."""
    selection.deselect(config, items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, Any]:
    """Count a skipped test as failed."""
    report = yield
    selection.refuse_skip(report)
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the counts to the process that prints, when the suite runs in several."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["deselected"] = session.config.stash.get(selection.COUNTS, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    """Take the counts of a process of pytest-xdist; all collect the same tests."""
    counts = getattr(node, "workeroutput", {}).get("deselected")
    if counts:
        node.config.stash[WORKER_COUNTS] = counts


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how many tests were deselected, and why."""
    counts = selection.counts_of(config, config.stash.get(WORKER_COUNTS, None))
    if told := selection.sentence(counts):
        terminalreporter.write_line(told)
