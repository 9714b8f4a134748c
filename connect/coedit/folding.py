"""Folding the log into the snapshot, and telling who wrote: by one process at a time."""

import logging
import uuid
from collections.abc import Sequence

from django.db import transaction

from connect.coedit import crdt
from connect.coedit.log import EpochOver
from connect.coedit.models import CoeditDocument, CoeditUpdate, CoeditWriter

logger = logging.getLogger(__name__)


def lock(document_id: int) -> CoeditDocument:
    """Take a document for writing its row, leaving its log open to appends. Inside a transaction.

    Raises:
        EpochOver: when it is gone.
    """
    locked = CoeditDocument.objects.select_for_update(no_key=True).filter(pk=document_id).first()
    if locked is None:
        raise EpochOver
    return locked


@transaction.atomic
def fold(document_id: int) -> CoeditDocument:
    """Fold the log of a document into its snapshot; rows stored meanwhile stay for the next time.

    Args:
        document_id: the document.

    Returns:
        The document as it stands, locked until the end of the caller's transaction.

    Raises:
        EpochOver: when it is gone.
    """
    document = lock(document_id)
    rows = list(CoeditUpdate.objects.filter(document=document).order_by("pk"))
    if rows:
        _fold(document, rows)
    return document


def _fold(document: CoeditDocument, rows: Sequence[CoeditUpdate]) -> None:
    snapshot = bytes(document.snapshot)
    folded = crdt.fold([snapshot, *(bytes(row.data) for row in rows)])
    for place in folded.culprits:
        # Place 0 is the snapshot, which we made ourselves.
        author = rows[place - 1].author_id if place else None
        logger.error(
            "An update of document %s by account %s breaks it: it was left out.", document, author
        )
    document.snapshot = folded.state
    document.size = len(folded.state)
    document.generation += 1
    document.changed_since = document.changed_since or rows[0].created_at
    document.changed_at = rows[-1].created_at
    document.save(update_fields=["snapshot", "size", "generation", "changed_since", "changed_at"])
    _tell_writers(document, rows)
    CoeditUpdate.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _tell_writers(document: CoeditDocument, rows: Sequence[CoeditUpdate]) -> None:
    latest = {row.author_id: row.created_at for row in rows if row.author_id is not None}
    CoeditWriter.objects.bulk_create(
        [
            CoeditWriter(document=document, user_id=user, wrote_at=moment)
            for user, moment in sorted(latest.items())
        ],
        update_conflicts=True,
        unique_fields=["document", "user"],
        update_fields=["wrote_at"],
    )


def forget_writers(document: CoeditDocument) -> list[int]:
    """Take the numbers of the persons who wrote since the last version; the next one begins with nobody."""
    found = CoeditWriter.objects.filter(document=document).order_by("wrote_at", "pk")
    writers = list(found.values_list("user_id", flat=True))
    CoeditWriter.objects.filter(document=document).delete()
    return writers


def begin_epoch(document: CoeditDocument, state: bytes, base: str) -> None:
    """Replace the text by another, which shares nothing with it. The row must be locked `FOR UPDATE`.

    Args:
        document: locked; changed in place.
        state: the new text, as an update.
        base: see `Kind.base`.
    """
    document.epoch = uuid.uuid4()
    document.snapshot, document.size, document.base = state, len(state), base
    document.generation += 1
    document.changed_since = document.changed_at = None
    document.save()
    CoeditUpdate.objects.filter(document=document).delete()
    CoeditWriter.objects.filter(document=document).delete()
