"""What follows from Wagtail's decisions, wherever they are taken: authors made public, mails to those who proposed."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from connect.coedit.models import CoeditDocument
from connect.notifications.services import notify
from toolbox.documents import KIND
from toolbox.enums import VersionReason
from toolbox.models import SheetAuthor, SheetPage, SheetVersion

PUBLISHED, SENT_BACK = "fiche-publiee", "fiche-a-reprendre"


def start() -> None:
    """Listen."""
    page_published.connect(on_published, sender=SheetPage, dispatch_uid="toolbox.following")
    page_unpublished.connect(on_unpublished, sender=SheetPage, dispatch_uid="toolbox.following")
    post_delete.connect(on_deleted, sender=SheetPage, dispatch_uid="toolbox.following")
    task_submitted.connect(on_next_step, dispatch_uid="toolbox.following")
    workflow_approved.connect(on_approved, sender=WorkflowState, dispatch_uid="toolbox.following")
    workflow_rejected.connect(on_sent_back, sender=WorkflowState, dispatch_uid="toolbox.following")


@transaction.atomic
def on_published(
    sender: type[SheetPage], instance: SheetPage, revision: Revision, **_: Any
) -> None:
    """Note what the public reads, and name those who wrote it."""
    version = SheetVersion.objects.filter(revision=revision).first()
    if version is None:
        version = SheetVersion(
            page=instance, revision=revision, reason=VersionReason.PUBLISHED, by=revision.user
        )
        version.began_at = version.created_at = revision.created_at
        version.writers = [revision.user.shown_name] if revision.user else []
    version.published_at = timezone.now()
    version.save()
    written = SheetVersion.objects.filter(page=instance, created_at__lte=version.created_at)
    persons = SheetVersion.persons.through.objects.filter(sheetversion__in=written.order_by())
    authors = SheetAuthor.objects.filter(page=instance).exclude(is_public=True)
    authors.filter(user_id__in=persons.order_by().values("user_id")).update(is_public=True)
    authors.filter(user__isnull=True).update(is_public=True)


def on_unpublished(sender: type[SheetPage], instance: SheetPage, **_: Any) -> None:
    """Nobody is named any more."""
    SheetAuthor.objects.filter(page=instance).update(is_public=False)


def on_deleted(sender: type[SheetPage], instance: SheetPage, **_: Any) -> None:
    """Its working copy goes with it."""
    CoeditDocument.objects.filter(kind=KIND, owner_id=instance.pk).delete()


def on_next_step(sender: type[TaskState], instance: TaskState, **_: Any) -> None:
    """Have each further step of a review read what the first one read, not what was typed since."""
    state = instance.workflow_state
    if not issubclass(state.content_type.model_class(), SheetPage):
        return
    passed = state.task_states.filter(status=TaskState.STATUS_APPROVED).exclude(pk=instance.pk)
    before = passed.exclude(task_id=instance.task_id).order_by("-pk").first()
    if before is not None and before.revision_id != instance.revision_id:
        instance.revision_id = before.revision_id
        TaskState.objects.filter(pk=instance.pk).update(revision=before.revision_id)


def on_approved(sender: type[WorkflowState], instance: WorkflowState, **_: Any) -> None:
    """Tell the person who proposed that the sheet is published."""
    _tell(PUBLISHED, instance)


def on_sent_back(sender: type[WorkflowState], instance: WorkflowState, **_: Any) -> None:
    """Tell the person who proposed what to do again."""
    _tell(SENT_BACK, instance)


def _tell(kind: str, state: WorkflowState) -> None:
    person, task = state.requested_by, state.current_task_state
    if person is None or not person.is_active or task is None:
        return
    if issubclass(state.content_type.model_class(), SheetPage):
        notify(kind, key=f"{state.object_id}:{task.pk}", to=person)
