"""`manage.py serve_jobs`: the process that runs the jobs, and their clock."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from connect.celery import app
from connect.runtime.embedded import EmbeddedJobs
from connect.runtime.launching import begin, require_database, require_redis


class Command(BaseCommand):
    """Runs the jobs until INT or TERM. One process has the clock; others may help it with `--no-clock`."""

    help = "Run the jobs, and their clock, until interrupted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the one option.

        Args:
            parser: Django's.
        """
        parser.add_argument(
            "--no-clock",
            action="store_true",
            help="Only run what the clock of another process starts: one clock for a site.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Start, wait, stop.

        Args:
            args: unused.
            options: `no_clock`.

        Raises:
            CommandError: when the database is not ready, there is no Redis, or the worker ended by itself.
        """
        begin()
        require_redis("serve_jobs")
        require_database()
        asked = threading.Event()
        jobs = EmbeddedJobs(app, shared=True, clock=not options["no_clock"])
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: asked.set())
        jobs.start()
        self.stdout.write(f"{settings.WAGTAIL_SITE_NAME}, jobs")
        self.stdout.flush()
        while jobs.running and not asked.wait(1.0):
            pass
        if not asked.is_set():
            raise CommandError("The worker of the jobs ended by itself: start it again.")
        jobs.stop()
