"""Jobs of memberships."""

from celery import shared_task

from connect.memberships import claiming, inviting


@shared_task
def forget_strangers() -> None:
    """Erase the claims never confirmed, and the addresses of people without account that nobody needs any more."""
    claiming.forget()
    inviting.forget()
