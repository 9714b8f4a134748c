"""The messages of sheets, each read again when it is sent."""

from wagtail.models import TaskState

from connect.common.french import quoted
from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice
from toolbox.following import PUBLISHED, SENT_BACK
from toolbox.models import SheetPage
from toolbox.permissions import may_read_draft

WHY = "Vous recevez ce message parce que vous avez proposé cette fiche à la relecture."


def _about(notice: Notice) -> tuple[SheetPage, TaskState] | None:
    page_pk, task_pk = (int(part) for part in notice.key.split(":"))
    page = SheetPage.objects.filter(pk=page_pk).select_related("group").first()
    task = TaskState.objects.filter(pk=task_pk).select_related("revision").first()
    if page is None or task is None:
        return None
    return page, task


def _published(notice: Notice) -> Mail | None:
    found = _about(notice)
    if found is None or not found[0].live:
        return None
    page, task = found
    return Mail(
        subject=f"Votre fiche {quoted(page.title)} est publiée",
        template="toolbox/mails/published",
        context={"sheet": page, "comment": task.comment, "url": page.get_url()},
    )


def _sent_back(notice: Notice) -> Mail | None:
    found = _about(notice)
    if found is None or notice.user is None or not may_read_draft(notice.user, found[0]):
        return None
    page, task = found
    if task.status != TaskState.STATUS_REJECTED:
        return None
    return Mail(
        subject=f"Votre fiche {quoted(task.revision.object_str)} est à reprendre",
        template="toolbox/mails/sent_back",
        context={"sheet": page, "title": task.revision.object_str, "comment": task.comment},
    )


register(
    Kind(
        code=PUBLISHED,
        label="Publications des fiches que j’ai proposées",
        why=WHY,
        compose=_published,
    )
)
register(
    Kind(
        code=SENT_BACK,
        label="Fiches à reprendre après relecture",
        why=WHY,
        compose=_sent_back,
    )
)
