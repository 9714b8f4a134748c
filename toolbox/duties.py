"""Sheets that await a review, on the Monday page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from wagtail.models import TaskState

from connect.groups.selectors import sees_everything
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Question, Verb, register
from toolbox import reviewing
from toolbox.models import SheetPage

ACCEPT = Verb(code="publier", label="Publier", past="publiée")
SEND_BACK = Verb(
    code="renvoyer",
    label="Renvoyer au groupe",
    past="renvoyée au groupe",
    questions=(
        Question(
            name="comment",
            label="Ce qu’il faut reprendre",
            kind="area",
            help="Le groupe lit ce message dans l’éditeur\u00a0; la personne qui a proposé la fiche le reçoit.",
        ),
    ),
)
LONGEST_KEY = 16


def _waiting() -> QuerySet[Any]:
    kind = ContentType.objects.get_for_model(SheetPage)
    found: QuerySet[Any] = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status="in_progress",
        workflow_state__content_type=kind,
    )
    dated: QuerySet[Any] = found.annotate(since=TruncDate("started_at"))
    return dated


def _duties(tasks: QuerySet[Any]) -> list[Duty]:
    rows = list(tasks.select_related("workflow_state__requested_by", "revision"))
    pages = SheetPage.objects.filter(pk__in=[row.revision.object_id for row in rows])
    by_pk = {page.pk: page for page in pages.select_related("group").order_by("pk")}
    return [
        _duty(row, by_pk[int(row.revision.object_id)])
        for row in rows
        if int(row.revision.object_id) in by_pk
    ]


def _duty(task: Any, page: SheetPage) -> Duty:
    person = task.workflow_state.requested_by
    new = "une nouvelle version de la fiche" if page.live else "cette fiche"
    details = [("Groupe", page.group.name)]
    if person is not None:
        details.insert(1, ("Proposée par", person.shown_name))
    return Duty(
        key=str(task.pk),
        title=task.revision.object_str,
        url=reverse("sheet_review", args=[page.pk]),
        reason=f"Le groupe propose {new}\u00a0: lisez-la avant de la publier.",
        since=task.since,
        verb=ACCEPT,
        others=(SEND_BACK,),
        details=tuple(details),
    )


def _may(user: Any) -> bool:
    """Whether the person runs the groups, and so may know of any that proposes; each decision asks its own task.

    Asked on every management page: it costs no statement.
    """
    return sees_everything(user)


def _count() -> int:
    return int(_waiting().count())


def _oldest(limit: int) -> Sequence[Duty]:
    return _duties(_waiting().order_by("since", "pk")[:limit])


def _find(key: str) -> Duty | None:
    found = _duties(_waiting().filter(pk=_number(key)).order_by("pk")[:1])
    return found[0] if found else None


def _number(key: str) -> int | None:
    return int(key) if key.isascii() and key.isdigit() and len(key) < LONGEST_KEY else None


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str:
    task = _waiting().filter(pk=_number(key)).select_related("revision").order_by("pk").first()
    if task is None:
        raise AlreadyDone
    page = SheetPage.objects.get(pk=int(task.revision.object_id))
    person: Any = user
    if code == SEND_BACK.code:
        reviewing.send_back(page, task.pk, person, typed["comment"])
        return "Renvoyée au groupe, avec votre message."
    try:
        reviewing.accept(page, task.pk, person)
    except ValidationError as refused:
        if refused.messages == [reviewing.REPLACED]:
            raise AlreadyDone from refused
        raise
    return "Publiée\u00a0: c’est la version que le groupe a proposée."


register(
    DutySource(
        kind="fiches-a-relire",
        label="Fiches à relire",
        help="Lisez la fiche telle que le public la verra, puis publiez-la ou renvoyez-la au groupe.",
        may=_may,
        count=_count,
        duties=_oldest,
        find=_find,
        act=_act,
        order=25,
    )
)
