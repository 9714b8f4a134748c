"""Beat's schedule, which remembers in a table when each job last succeeded."""

from datetime import UTC, datetime
from typing import Any

from celery.beat import Scheduler
from django.db import connection

from connect.runtime.models import JobRun

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class RecordedScheduler(Scheduler):
    """A scheduler that makes up at start for what was missed while the product was stopped."""

    def setup_schedule(self) -> None:
        """Read the schedule from the settings and the last successes from the database."""
        super().setup_schedule()
        succeeded = dict(JobRun.objects.values_list("task", "succeeded_at"))
        for entry in self.schedule.values():
            entry.last_run_at = succeeded.get(entry.task) or NEVER
        # The beat thread asks the database nothing more.
        connection.close()

    def install_default_entries(self, data: dict[str, Any]) -> None:
        """Add none of Celery's own jobs: no result is ever stored, so none expires.

        Args:
            data: the schedule being built.
        """
