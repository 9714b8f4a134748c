"""Jobs of accounts."""

from celery import shared_task

from connect.accounts.proving import forget_expired
from connect.accounts.sessions import forget_ended


@shared_task
def forget_ended_sessions() -> None:
    """Forget sessions that ended, and addresses that nobody confirmed in a day."""
    forget_ended()
    forget_expired()
