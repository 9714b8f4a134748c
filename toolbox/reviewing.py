"""Reviews: what awaits one, accepting it, sending it back. What is accepted is what was submitted."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Revision, TaskState, WorkflowState

from connect.accounts.models import User
from toolbox import permissions
from toolbox.models import SheetPage
from toolbox.services import NOTHING_WAITS, held_row

NOT_A_REVIEWER = "La relecture de cette fiche est confiée à d’autres personnes."
REPLACED = "Une autre version a été proposée depuis\u00a0: relisez celle-ci."
COMMENT_WANTED = "Dites au groupe ce qu’il faut reprendre."
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Review:
    """Where a sheet stands in its review.

    Attributes:
        state: Wagtail's.
        task: what awaits a decision, or was sent back.
        waits: whether a decision is awaited; else it was sent back.
        comment: what the reviewers said when they sent it back.
    """

    state: WorkflowState
    task: TaskState
    waits: bool
    comment: str

    @property
    def revision(self) -> Revision:
        """What was submitted."""
        return self.task.revision


def review_of(page: SheetPage) -> Review | None:
    """The review of a sheet that is under way or was sent back; two statements."""
    state = page.workflow_states.active().select_related(
        "requested_by", "current_task_state__revision"
    )
    found: WorkflowState | None = state.order_by("pk").first()
    if found is None or found.current_task_state is None:
        return None
    task = found.current_task_state
    return Review(found, task, found.status == WorkflowState.STATUS_IN_PROGRESS, task.comment)


def accept(page: SheetPage, task_pk: int, by: User, comment: str = "") -> None:
    """Accept what was submitted; when it was the last step of the review, the public reads it.

    Args:
        page: the sheet.
        task_pk: what the person read; another proposal since refuses the decision.
        by: a reviewer.
        comment: kept in the history.

    Raises:
        ValidationError: with a sentence.
    """
    with transaction.atomic():
        _decide(page, task_pk, by, "approve", comment)


def send_back(page: SheetPage, task_pk: int, by: User, comment: str) -> None:
    """Send back what was submitted, with what to do again.

    Args:
        page: the sheet.
        task_pk: what the person read.
        by: a reviewer.
        comment: required; the group reads it.

    Raises:
        ValidationError: with a sentence.
    """
    if not comment.strip():
        raise ValidationError(COMMENT_WANTED)
    with transaction.atomic():
        _decide(page, task_pk, by, "reject", comment.strip()[:LONGEST_COMMENT])


def _decide(page: SheetPage, task_pk: int, by: Any, action: str, comment: str) -> None:
    row = held_row(page)
    review = review_of(row)
    if review is None or not review.waits:
        raise ValidationError(NOTHING_WAITS)
    if not permissions.may_review(by, row):
        raise ValidationError(NOT_A_REVIEWER)
    if review.task.pk != task_pk:
        raise ValidationError(REPLACED)
    task = review.task.specific
    task.task.specific.on_action(task, user=by, action_name=action, comment=comment)
