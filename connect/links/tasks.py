"""The jobs of the links; both find their work in tables and are safe to lose."""

from celery import shared_task

from connect.links import services, sweeping


@shared_task
def sync_links() -> None:
    """Add the addresses newly shown, forget those shown no longer."""
    services.sync()


@shared_task
def check_links() -> None:
    """See the addresses that are due, politely and within bounds."""
    sweeping.sweep()
