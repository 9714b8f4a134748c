"""Jobs of the orientation; each finds its work in tables, so that one lost is done at the next turn."""

from celery import shared_task

from connect.orientation import inquiries, recording
from connect.orientation.planning import services as planning


@shared_task
def count_near_misses() -> None:
    """Add what waiting orientations missed to the counts by offer and month."""
    recording.count_near_misses()


@shared_task
def erase_addresses() -> None:
    """Erase the addresses of questions answered long ago."""
    inquiries.erase_addresses()


@shared_task
def purge_plans() -> None:
    """Delete the plans that ended or were withdrawn a month ago."""
    planning.purge()
