"""How a review ends. Imports nothing: Wagtail reads it while its own models load."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what a review has approved.

    A page that has `approved_revision` says which revision that is; any other publishes its latest, as Wagtail does.

    Args:
        workflow_state: Wagtail's, just approved.
        user: who approved last.
    """
    content = workflow_state.content_object
    content = getattr(content, "specific", content)
    choose = getattr(content, "approved_revision", None)
    revision = choose(workflow_state) if choose else content.get_latest_revision()
    revision.publish(user=user)
