"""Writes down the outcome of every scheduled job, whichever app it belongs to."""

from typing import Any

from celery.signals import task_failure, task_success
from django.conf import settings
from django.utils import timezone

from connect.runtime.models import JobRun


def scheduled_tasks() -> frozenset[str]:
    """Names of the tasks that beat starts."""
    return frozenset(str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values())


def record_success(sender: Any, **_: Any) -> None:
    """Note that a scheduled job went well; other tasks are left alone.

    Args:
        sender: the Celery task.
    """
    if sender.name in scheduled_tasks():
        JobRun.objects.update_or_create(
            task=sender.name, defaults={"succeeded_at": timezone.now(), "error": ""}
        )


def record_failure(sender: Any, exception: BaseException, **_: Any) -> None:
    """Note that a scheduled job failed, with the kind of error only: messages may hold data of persons.

    Args:
        sender: the Celery task.
        exception: what it raised.
    """
    if sender.name in scheduled_tasks():
        JobRun.objects.update_or_create(
            task=sender.name,
            defaults={"failed_at": timezone.now(), "error": type(exception).__name__},
        )


def connect() -> None:
    """Listen to Celery's signals; safe to call twice."""
    task_success.connect(record_success, dispatch_uid="connect.runtime.record_success")
    task_failure.connect(record_failure, dispatch_uid="connect.runtime.record_failure")
