"""`manage.py serve_pages`: the processes that draw pages."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from connect.runtime.launching import announce, begin, open_port, require_database, require_redis
from connect.runtime.server import GRACE_SECONDS
from connect.settings.environment import ENVIRONMENT

# Each keeps a connection to the database: WEB_CONCURRENCY times this many in all.
THREADS = 4


class Command(BaseCommand):
    """Serves pages on HOST:PORT by WEB_CONCURRENCY processes until INT or TERM."""

    help = "Serve pages on HOST:PORT by WEB_CONCURRENCY processes; live connections are kept by serve_sockets."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the port, start the processes, stop them.

        Args:
            args: unused.
            options: unused.

        Raises:
            CommandError: when the port is taken, the database is not ready, or there is no Redis.
        """
        begin()
        require_redis("serve_pages")
        # Each process opens the port for itself: that it can be is told before any starts.
        open_port().close()
        require_database()
        server = Granian(
            "connect.wsgi:application",
            address=ENVIRONMENT.host.strip("[]"),
            port=ENVIRONMENT.port,
            interface=Interfaces.WSGI,
            workers=ENVIRONMENT.processes,
            blocking_threads=THREADS,
            blocking_threads_idle_timeout=600,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )
        server.on_startup(lambda: announce(self.stdout, settings.WAGTAIL_SITE_NAME))
        server.serve()
