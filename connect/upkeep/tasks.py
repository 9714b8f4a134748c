"""The job of the Monday page."""

from celery import shared_task

from connect.upkeep import services


@shared_task
def forget_old_deeds() -> None:
    """Delete what was done more than 400 days ago, and the names with it."""
    services.forget_old_deeds()
