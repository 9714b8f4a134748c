"""Everything sent goes through one ledger: Wagtail's own mails about reviews leave sheets aside."""

from typing import Any

from wagtail.admin import signal_handlers
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from toolbox.models import SheetPage

# The same names as Wagtail's: its own receivers, connected after ours, then find their place taken.
NOTIFIERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification",
     signal_handlers.task_submission_email_notifier),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification",
     signal_handlers.workflow_submission_email_notifier),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification",
     signal_handlers.workflow_rejection_email_notifier),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification",
     signal_handlers.workflow_approval_email_notifier),
)  # fmt: skip


def start() -> None:
    """Take the places of Wagtail's receivers, which still tell of every other page."""
    for signal, sender, uid, notifier in NOTIFIERS:
        signal.connect(_except_sheets(notifier), sender=sender, dispatch_uid=uid, weak=False)


def _except_sheets(notifier: Any) -> Any:
    def tell(instance: Any, **kwargs: Any) -> bool:
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        if issubclass(state.content_type.model_class(), SheetPage):
            return False
        return bool(notifier(instance=instance, **kwargs))

    return tell
