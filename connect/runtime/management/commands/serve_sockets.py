"""`manage.py serve_sockets`: one of the processes that keep the live connections (`/ws/`)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from connect.runtime.launching import announce, begin, open_port, require_database, require_redis
from connect.runtime.server import serve


class Command(BaseCommand):
    """Serves sockets on HOST:PORT until INT or TERM; several may run, each on its own port."""

    help = "Keep live connections on HOST:PORT; pages are served by serve_pages, jobs run by serve_jobs."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the port, serve, stop.

        Args:
            args: unused.
            options: unused.

        Raises:
            CommandError: when the port is taken, the database is not ready, or there is no Redis.
        """
        begin()
        require_redis("serve_sockets")
        with open_port() as opened:
            require_database()
            # Probes are answered too, and so would be pages that a proxy sends here by mistake.
            from connect.runtime.application import application  # noqa: PLC0415  # it loads the whole site
            from connect.runtime.ending import let_go  # noqa: PLC0415  # likewise

            name = f"{settings.WAGTAIL_SITE_NAME}, live"
            serve(application, opened, lambda: announce(self.stdout, name), let_go)
