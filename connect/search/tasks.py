"""Jobs of the search."""

from celery import shared_task

from connect.search import tallying


@shared_task
def forget_old_searches() -> None:
    """Delete the counts of searches of more than a year ago."""
    tallying.forget_old()
