"""The nightly reading of the indicators."""

from celery import shared_task

from connect.panorama import services


@shared_task
def take_indicators() -> None:
    """Settle yesterday, measure today, make up the days missed."""
    services.take_due()
