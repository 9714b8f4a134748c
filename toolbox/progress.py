"""Where sheets stand: published, in preparation, proposed, to do again; and who is writing in them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, WorkflowState

from connect.coedit.models import CoeditPresence
from connect.coedit.present import AWAY
from toolbox.documents import KIND
from toolbox.models import SheetPage


@dataclass(frozen=True)
class Progress:
    """A sheet for those who write it.

    Attributes:
        page: the sheet.
        title: that of its latest version.
        state: in words.
        writers: the names of those who write in it now.
        changed_at: when its latest version was written.
    """

    page: SheetPage
    title: str
    state: str
    writers: tuple[str, ...]
    changed_at: datetime | None


def progress_of(pages: Sequence[SheetPage]) -> list[Progress]:
    """Where sheets stand; three statements whatever their number.

    Args:
        pages: in the order to show.
    """
    pks = [page.pk for page in pages]
    reviews = _reviews(pks)
    writers = _writers(pks)
    return [
        Progress(
            page=page,
            title=page.draft_title or page.title,
            state=_state(page, reviews.get(page.pk, "")),
            writers=tuple(dict.fromkeys(writers.get(page.pk, ()))),
            changed_at=page.latest_revision_created_at,
        )
        for page in pages
    ]


def _state(page: SheetPage, review: str) -> str:
    if page.held_at is not None:
        return "Reprise par la chambre"
    if review == WorkflowState.STATUS_IN_PROGRESS:
        return "Publiée, nouvelle version en relecture" if page.live else "En relecture"
    if review == WorkflowState.STATUS_NEEDS_CHANGES:
        return "À reprendre après relecture"
    if page.live:
        return "Publiée, modifiée depuis" if page.has_unpublished_changes else "Publiée"
    return "En préparation"


def _reviews(pks: Sequence[int]) -> dict[int, str]:
    active = WorkflowState.objects.active().filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model=Page._meta.model_name,
        object_id__in=[str(pk) for pk in pks],
    )
    found = active.order_by("pk").values_list("object_id", "status")
    return {int(pk): status for pk, status in found}


def _writers(pks: Sequence[int]) -> dict[int, list[str]]:
    rows = CoeditPresence.objects.filter(
        document__kind=KIND,
        document__owner_id__in=pks,
        writes=True,
        seen_at__gte=timezone.now() - AWAY,
    ).select_related("document", "user")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.document.owner_id, []).append(row.user.shown_name)
    return found
