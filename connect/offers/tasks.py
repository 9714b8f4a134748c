"""Jobs of the catalogue."""

from celery import shared_task

from connect.offers import answering, reporting


@shared_task
def send_report_answers() -> None:
    """Answer by mail those whose report was settled."""
    answering.send_answers()


@shared_task
def forget_reporters() -> None:
    """Erase the addresses of those who reported an error more than 90 days ago."""
    reporting.forget_addresses()
