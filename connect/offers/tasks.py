"""Jobs of the catalogue."""

import datetime

from celery import shared_task

from connect.offers import reporting
from connect.offers.quality import inspecting


@shared_task
def forget_reporters() -> None:
    """Erase the addresses of those who reported an error more than 90 days ago."""
    reporting.forget_addresses()


@shared_task
def inspect_catalogue() -> None:
    """Look for faults and double entries in the whole catalogue."""
    inspecting.inspect_catalogue()


@shared_task
def inspect_edited_offers() -> None:
    """Look again at the offers edited lately; the span covers two turns, the night covers the rest."""
    inspecting.inspect_edited(datetime.timedelta(minutes=15))
