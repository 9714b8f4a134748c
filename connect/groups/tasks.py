"""Jobs of the groups."""

from celery import shared_task

from connect.groups import inviting


@shared_task
def forget_old_invitations() -> None:
    """Delete invitations and requests that were settled long ago."""
    inviting.forget_old()
