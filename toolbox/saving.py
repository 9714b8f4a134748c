"""Writes what a working copy says into the history of a page, one version for each session of writing."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from connect.accounts.models import User
from connect.coedit.draft import Draft
from connect.coedit.kinds import Reason, Saved
from toolbox import converting
from toolbox.enums import VersionReason
from toolbox.models import SheetAuthor, SheetPage, SheetVersion
from toolbox.pictures import note_pictures, refs_in

SESSION = datetime.timedelta(minutes=30)


def base_of(owner_id: int) -> str:
    """Names the latest state of a page: the revision, and when it was last written."""
    found = (
        SheetPage.objects.filter(pk=owner_id)
        .values_list("latest_revision_id", "latest_revision__created_at")
        .first()
    )
    if found is None or found[0] is None:
        return "0"
    return f"{found[0]}:{found[1].timestamp():.6f}"


def save(
    owner_id: int, draft: Draft, writers: Sequence[int], reason: Reason, by: User | None
) -> Saved:
    """Write a state of the working copy as a revision of the page; see `Kind.save`.

    A pause writes over the version of the same session; so does what ends the session. What was submitted or
    published is never written over.

    Args:
        owner_id: of the page.
        draft: what the working copy says.
        writers: keys of the persons who wrote since the last time.
        reason: why it is kept.
        by: who asked, if a person did.
    """
    row = SheetPage.objects.select_for_update().get(pk=owner_id)
    page = row.get_latest_revision_as_object()
    converting.write(page, draft)
    if row.held_at is not None and reason is Reason.PAUSE:
        # Typed just before the staff took the sheet over: kept, without pushing their text aside.
        reason = Reason.SET_ASIDE
    if reason is Reason.SET_ASIDE:
        revision, version = _aside(page), None
    else:
        version = _session(row)
        over = version.revision if version else None
        if over is not None:
            over.user = by
        revision = page.save_revision(user=by, overwrite_revision=over, clean=False)
    _note(row, version, revision, writers, reason, by)
    return Saved(base=base_of(owner_id))


def _session(row: SheetPage) -> SheetVersion | None:
    """The version that the present session of writing may write over."""
    found = (
        SheetVersion.objects.filter(page=row, revision_id=row.latest_revision_id)
        .filter(reason=VersionReason.PAUSE, published_at__isnull=True)
        .select_related("revision")
        .first()
    )
    if found is None or found.revision_id == row.live_revision_id:
        return None
    if found.revision.task_states.exists():
        return None
    now = timezone.now()
    same_day = timezone.localdate(found.began_at) == timezone.localdate(now)
    return found if same_day and now - found.began_at < SESSION else None


def _aside(page: SheetPage) -> Revision:
    """A revision that stands in the history, just before the latest one."""
    latest = page.latest_revision
    before = latest.created_at - datetime.timedelta(milliseconds=1) if latest else timezone.now()
    return Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        object_str=str(page),
        created_at=before,
    )


def _note(
    row: SheetPage,
    version: SheetVersion | None,
    revision: Revision,
    writers: Sequence[int],
    reason: Reason,
    by: User | None,
) -> None:
    if version is None:
        version = SheetVersion(page=row, revision=revision, reason=reason.value)
        version.began_at = revision.created_at
    version.reason, version.by, version.created_at = reason.value, by, revision.created_at
    version.save()
    users = list(User.objects.filter(pk__in=writers, erased_at__isnull=True).order_by("pk"))
    version.persons.add(*users)
    name_writers(version)
    SheetAuthor.objects.bulk_create(
        [SheetAuthor(page=row, user=user) for user in users], ignore_conflicts=True
    )


def note_from_administration(page: SheetPage, by: Any) -> None:
    """Note the latest revision of a page as a version, when it came from the form of the administration.

    Args:
        page: just saved.
        by: who saved it.
    """
    row = SheetPage.objects.select_related("latest_revision").get(pk=page.pk)
    revision = row.latest_revision
    if revision is None or SheetVersion.objects.filter(revision=revision).exists():
        return
    _note(row, None, revision, [by.pk], Reason.KEPT, by)
    # Who edits pages chooses in the library: what they placed is the sheet's from now on.
    draft = converting.draft_of(revision.as_object())
    note_pictures(row, refs_in(draft.bodies.get("body", ())))


def name_writers(version: SheetVersion) -> None:
    """Write the names of the persons of a version again, as they are called today."""
    persons = version.persons.order_by("last_name", "first_name", "pk")
    version.writers = [person.shown_name for person in persons]
    version.save(update_fields=["writers"])
