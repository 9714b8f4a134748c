"""Versions of a sheet: found, compared, kept on demand, taken up again. History is only added to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import TaskState

from connect.accounts.models import User
from connect.coedit import services as coedit
from connect.coedit.draft import Draft
from connect.coedit.kinds import Reason
from connect.coedit.log import EpochOver
from toolbox import permissions
from toolbox.converting import draft_of
from toolbox.differences import TooLong, compare
from toolbox.documents import KIND, SHAPE
from toolbox.models import SheetPage, SheetVersion
from toolbox.services import HELD, NOT_A_WRITER, held_row, refuse_late

NAME_WANTED = "Donnez un nom à cette version, pour la retrouver."
REPLACED = "Le texte vient d’être changé dans l’administration. Relisez-le, puis recommencez."
SAME = "La fiche dit déjà la même chose que cette version."
LONGEST_NAME = 120
# Versions offered in the list to compare with.
MOST_CHOICES = 60
UNDER_REVIEW = (TaskState.STATUS_IN_PROGRESS,)
SENT_BACK = (TaskState.STATUS_REJECTED,)


@dataclass(frozen=True)
class Entry:
    """A version with what became of it.

    Attributes:
        version: see `SheetVersion`.
        is_live: whether it is what the public reads now.
        was_live: whether the public read it once.
        is_waiting: whether a review of it is awaited.
        was_sent_back: whether a reviewer sent it back.
    """

    version: SheetVersion
    is_live: bool
    was_live: bool
    is_waiting: bool
    was_sent_back: bool

    @property
    def is_marked(self) -> bool:
        """Whether anything became of it."""
        return self.is_live or self.was_live or self.is_waiting or self.was_sent_back

    @property
    def day(self) -> date:
        """The day it was kept, in Paris."""
        return timezone.localdate(self.version.created_at)


def versions_of(page: SheetPage) -> QuerySet[SheetVersion]:
    """The versions of a sheet, the latest first, without their texts."""
    found: QuerySet[SheetVersion] = SheetVersion.objects.filter(page=page)
    return found.select_related("by").order_by("-created_at", "-pk")


def entries(page: SheetPage, versions: Iterable[SheetVersion]) -> list[Entry]:
    """What became of versions; one statement.

    Args:
        page: their sheet.
        versions: some of its versions.
    """
    shown = list(versions)
    revisions = [version.revision_id for version in shown]
    states: dict[int, set[str]] = {}
    rows = TaskState.objects.filter(revision_id__in=revisions).order_by("pk")
    for revision, status in rows.values_list("revision_id", "status"):
        states.setdefault(revision, set()).add(status)
    return [_entry(page, version, states.get(version.revision_id, set())) for version in shown]


def _entry(page: SheetPage, version: SheetVersion, states: set[str]) -> Entry:
    is_live = page.live and version.revision_id == page.live_revision_id
    return Entry(
        version=version,
        is_live=is_live,
        was_live=not is_live and version.published_at is not None,
        is_waiting=bool(states.intersection(UNDER_REVIEW)),
        was_sent_back=bool(states.intersection(SENT_BACK)),
    )


def text_of(version: SheetVersion) -> Draft:
    """What a version says."""
    return draft_of(version.revision.as_object())


def present_text(page: SheetPage) -> Draft:
    """What the working copy says now."""
    return coedit.current_draft(KIND, page.pk)


def version_before(version: SheetVersion) -> SheetVersion | None:
    """The version that was kept before this one."""
    earlier = Q(created_at__lt=version.created_at) | Q(
        created_at=version.created_at, pk__lt=version.pk
    )
    return versions_of(version.page).filter(earlier).first()


def live_version(page: SheetPage) -> SheetVersion | None:
    """The version that the public reads now."""
    if not page.live or page.live_revision_id is None:
        return None
    return versions_of(page).filter(revision_id=page.live_revision_id).first()


def choices(page: SheetPage) -> Sequence[SheetVersion]:
    """Versions to compare with, the latest first."""
    return list(versions_of(page)[:MOST_CHOICES])


@transaction.atomic
def keep(page: SheetPage, name: str, by: User) -> SheetVersion:
    """Keep what the working copy says now, under a name.

    Args:
        page: the sheet.
        name: at most `LONGEST_NAME` characters are kept.
        by: one of those who write it.

    Raises:
        ValidationError: with a sentence, when the person may not or the name is empty.
    """
    _refuse_stranger(page, by)
    label = " ".join(name.split())[:LONGEST_NAME]
    if not label:
        raise ValidationError(NAME_WANTED)
    return _keep(page, label, by)


def _keep(page: SheetPage, label: str, by: User) -> SheetVersion:
    coedit.save_now(KIND, page.pk, Reason.KEPT, by)
    refuse_late(held_row(page), by)
    page.refresh_from_db(fields=["latest_revision"])
    version: SheetVersion = SheetVersion.objects.get(revision_id=page.latest_revision_id)
    version.label = label
    version.save(update_fields=["label"])
    return version


@transaction.atomic
def restore(page: SheetPage, version: SheetVersion, by: User) -> SheetVersion:
    """Bring the working copy to say again what a version said, as new updates; its present state is kept first.

    Args:
        page: the sheet.
        version: one of its versions.
        by: one of those who write it.

    Returns:
        The new version, which says the same as the one taken up.

    Raises:
        ValidationError: with a sentence, when the person may not, nothing would change, or the text was replaced.
    """
    _refuse_stranger(page, by)
    wanted, present = text_of(version), present_text(page)
    if _same(wanted, present):
        raise ValidationError(SAME)
    coedit.save_now(KIND, page.pk, Reason.RESTORED, by)
    try:
        coedit.replace_text(KIND, page.pk, wanted, by)
    except EpochOver as over:
        raise ValidationError(REPLACED) from over
    return _keep(page, f"Reprise de la version du {moment(version.created_at)}", by)


def _same(one: Draft, other: Draft) -> bool:
    try:
        return compare(one, other, SHAPE).is_empty
    except TooLong:
        return False


def _refuse_stranger(page: SheetPage, by: User) -> None:
    if not permissions.may_write(by, page):
        raise ValidationError(NOT_A_WRITER if page.held_at is None else HELD)


def moment(at: datetime) -> str:
    """A day and an hour, in Paris: « 23/11/2026 à 10 h 32 »."""
    local = timezone.localtime(at)
    return f"{local:%d/%m/%Y} à {local.hour}\u00a0h\u00a0{local:%M}"
