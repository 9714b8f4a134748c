"""Jobs of the visits."""

from celery import shared_task

from connect.visits import services


@shared_task
def fold_old_days() -> None:
    """Keep of old days the count of their month only."""
    services.fold_old_days()
