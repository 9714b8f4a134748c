"""What probes and operators ask: is the process alive, is each part ready."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from connect.realtime.bus import bus
from connect.runtime.models import JobRun

OK, STARTING, LATE, DOWN = "ok", "starting", "late", "down"
HEARTBEAT = "connect.runtime.tasks.heartbeat"

Probe = Callable[[], tuple[str, str]]
_migrated: list[bool] = []


def _database() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return OK, connection.vendor


def _migrations() -> tuple[str, str]:
    # Once up to date, a process stays so: its code does not change. Reading every migration file is slow.
    if not _migrated:
        executor = MigrationExecutor(connection)
        missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if missing:
            return DOWN, f"{missing} to apply"
        _migrated.append(True)
    return OK, "applied"


def _search() -> tuple[str, str]:
    return OK, "database"


def _cache() -> tuple[str, str]:
    cache.set("readyz", "ok", 10)
    kind = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
    answers = cache.get("readyz") == "ok" and not getattr(cache, "away", False)
    return (OK if answers else DOWN), kind


def _live() -> tuple[str, str]:
    kind = settings.REALTIME_BUS.rsplit(".", 2)[-2]
    return (OK if bus().healthy else DOWN), kind


def _jobs() -> tuple[str, str]:
    last = JobRun.objects.filter(task=HEARTBEAT).values_list("succeeded_at", flat=True).first()
    if last is None:
        return STARTING, "no heartbeat yet"
    age = timezone.now() - last
    late = age > timedelta(seconds=settings.HEARTBEAT_LATE_AFTER)
    return (LATE if late else OK), f"heartbeat {int(age.total_seconds())} s ago"


def _mail() -> tuple[str, str]:
    if settings.EMAIL_BACKEND.endswith("mail_files.EmailBackend"):
        return (OK if _writable(settings.EMAIL_FILE_PATH) else DOWN), "files"
    return OK, settings.EMAIL_BACKEND.rsplit(".", 2)[-2]


def _storage() -> tuple[str, str]:
    return (OK if _writable(settings.MEDIA_ROOT) else DOWN), "disk"


def _writable(folder: str | os.PathLike[str]) -> bool:
    nearest = Path(folder)
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


PROBES: dict[str, Probe] = {
    "database": _database,
    "migrations": _migrations,
    "search": _search,
    "cache": _cache,
    "live": _live,
    "jobs": _jobs,
    "mail": _mail,
    "storage": _storage,
}
# Without these no page can be shown.
VITAL = ("database", "migrations")


def _state_of(probe: Probe) -> dict[str, str]:
    try:
        state, detail = probe()
    except (DatabaseError, OSError) as error:
        # The kind of error only: its text may name servers and users, and anybody may read this page.
        state, detail = DOWN, type(error).__name__
    return {"state": state, "detail": detail}


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing of the database.

    Args:
        request: unused.
    """
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Name each part and its state; 503 when no page could be shown.

    Args:
        request: unused.
    """
    parts = {name: _state_of(probe) for name, probe in PROBES.items()}
    usable = all(parts[name]["state"] == OK for name in VITAL)
    whole = all(part["state"] == OK for part in parts.values())
    state = OK if whole else "degraded" if usable else DOWN
    return JsonResponse({"state": state, "parts": parts}, status=200 if usable else 503)
