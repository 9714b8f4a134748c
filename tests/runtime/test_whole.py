"""`manage.py serve` for real: pages, sockets and jobs in one process, as embedded installations have them."""

import signal
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings

from connect.realtime.closing import Closing
from tests.harness.shared_database import shared
from tests.runtime.live import Person, everything_is_heard
from tests.runtime.processes import Site, environment, free_port

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_one_process_serves_pages_and_sockets_and_runs_the_jobs(tmp_path: Path) -> None:
    """What each publishes reaches the sockets that are open; signing out on a page ends them."""
    with shared(tmp_path) as database, ExitStack() as stack:
        more = {"DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY}
        site = stack.enter_context(Site(environment(tmp_path / "var", free_port(), **more)))
        site.wait_ready()
        person = Person(site.url)
        first, second = person.open(stack, [site.address] * 2)
        everything_is_heard(person, first, second)
        assert person.ask("/compte/deconnexion/", b"")[0] == 302
        assert first.closing() == second.closing() == Closing.SIGNED_OUT
        assert person.entry()[0] == 401
        code, _, errors = site.end(signal.SIGTERM)
    assert (code, errors) == (0, "")
