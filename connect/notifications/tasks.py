"""Jobs of the ledger; each finds its work in the table, so that one lost is done at the next turn."""

from celery import shared_task

from connect.notifications import retention, sending


@shared_task
def send_due() -> None:
    """Send what is due."""
    sending.send_due()


@shared_task
def forget_old_notices() -> None:
    """Erase what served: addresses without account, contents, then whole rows."""
    retention.forget_old()
