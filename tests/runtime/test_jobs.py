"""What each job does, and what is remembered of it."""

from datetime import UTC, datetime, timedelta

import pytest
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from connect.celery import app
from connect.runtime import recording, tasks
from connect.runtime.models import JobRun
from connect.runtime.scheduler import NEVER, RecordedScheduler
from tests.runtime.factories import JobRunFactory


@shared_task(name="tests.failing")
def failing() -> None:
    """Fail, saying something that must not be kept."""
    raise ValueError("lea@example.org")


@pytest.mark.django_db
def test_expired_sessions_are_cleared_and_others_kept() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))

    tasks.clear_sessions()

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]


@pytest.mark.django_db
def test_pages_are_published_when_their_hour_has_come() -> None:
    root = Page.objects.get(depth=1)
    page = root.add_child(instance=Page(title="Plus tard", slug="plus-tard", live=False))
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    page.save_revision().publish()
    page.refresh_from_db()
    assert not page.live

    revision = page.latest_revision
    # Five minutes go by.
    past = timezone.now() - timedelta(minutes=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    tasks.publish_scheduled()

    page.refresh_from_db()
    assert page.live


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_database_gets_statistics() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())

    tasks.optimise_database()

    question = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'django_session'",
        "postgresql": "SELECT count(*) FROM pg_stats WHERE tablename = 'django_session'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        assert cursor.fetchone()[0] > 0


@pytest.mark.django_db
def test_success_and_failure_of_scheduled_jobs_are_remembered(settings: Settings) -> None:
    settings.CELERY_BEAT_SCHEDULE = {
        "beat": {"task": tasks.heartbeat.name, "schedule": 30.0},
        "fail": {"task": failing.name, "schedule": 30.0},
    }
    tasks.heartbeat.apply()
    failing.apply()

    beaten = JobRun.objects.get(task=tasks.heartbeat.name)
    failed = JobRun.objects.get(task=failing.name)
    assert beaten.succeeded_at is not None
    assert beaten.failed_at is None
    assert (failed.succeeded_at, failed.error) == (None, "ValueError")
    assert str(failed) == "tests.failing"


@pytest.mark.django_db
def test_other_tasks_leave_no_row() -> None:
    failing.apply()

    assert not JobRun.objects.exists()


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()

    assert recording.scheduled_tasks() <= set(app.tasks)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_beat_makes_up_for_what_was_missed(settings: Settings) -> None:
    yesterday = timezone.now() - timedelta(days=1, hours=1)
    just_now = timezone.now()
    JobRunFactory(task="connect.runtime.tasks.clear_sessions", succeeded_at=yesterday)
    JobRunFactory(task="connect.runtime.tasks.heartbeat", succeeded_at=just_now)

    schedule = RecordedScheduler(app).schedule

    assert schedule["clear-sessions"].last_run_at == yesterday
    assert schedule["clear-sessions"].is_due().is_due
    assert not schedule["heartbeat"].is_due().is_due
    assert schedule["publish-scheduled"].last_run_at == NEVER == datetime(2000, 1, 1, tzinfo=UTC)
    assert schedule["publish-scheduled"].is_due().is_due
    assert set(schedule) == set(settings.CELERY_BEAT_SCHEDULE)
