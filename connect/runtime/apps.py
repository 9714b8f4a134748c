"""Registers `connect.runtime` with Django."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """Application `runtime`."""

    name = "connect.runtime"
    verbose_name = "Fonctionnement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this project's Celery the one that `shared_task` and `.delay()` use, and record its jobs."""
        # Both need the settings and the models that exist only now.
        from connect.celery import app  # noqa: PLC0415  # applications are loaded only now
        from connect.runtime import recording  # noqa: PLC0415  # applications are loaded only now

        app.set_default()
        recording.connect()
