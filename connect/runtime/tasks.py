"""The jobs that keep the product itself in order."""

from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.core.management import call_command
from django.db import connection


@shared_task
def heartbeat() -> None:
    """Prove that beat and the worker are alive: its recorded success is what `/readyz` reads."""


@shared_task
def publish_scheduled() -> None:
    """Publish and expire the pages whose hour has come."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that have expired."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task
def optimise_database() -> None:
    """Refresh the statistics that the database plans its queries with."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # A sample of each index is enough, and holds the writers up for a moment only.
            cursor.execute("PRAGMA analysis_limit=1000")
        cursor.execute("ANALYZE")
