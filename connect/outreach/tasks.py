"""Jobs of the outreach. Each finds its work in tables: one lost with its process is done at the next turn."""

from celery import shared_task

from connect.outreach import campaigns, following, links, sending
from connect.outreach.letters import prospects


@shared_task
def prepare_reminder() -> None:
    """Prepare the reminder of the month; staff find it on the Monday page, nothing leaves."""
    campaigns.prepare_reminder()


@shared_task
def send_campaigns() -> None:
    """Hand over what may leave within the hour, second reminders included, and learn what left."""
    sending.learn_what_left()
    sending.hand_over()
    sending.remind_again()


@shared_task
def follow_silence() -> None:
    """Tell local networks about the structures that stay silent."""
    following.hand_to_networks()


@shared_task
def forget_outreach() -> None:
    """Delete links that ended long ago, and addresses imported twelve months ago."""
    links.forget_old_links()
    prospects.forget_old_prospects()
