"""The log of updates: what is stored is never lost, what is read is whole."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Count, Max

from connect.coedit import crdt
from connect.coedit.models import CoeditDocument, CoeditUpdate

# Beyond this many rows, opening a document costs more than folding them.
LONG_TAIL = 200
# Or this many bytes.
HEAVY_TAIL = 1024 * 1024
# What a document may hold, in bytes: forty times the longest sheet. Beyond, pages of old computers no longer open.
MOST_BYTES = 8 * 1024 * 1024


class EpochOver(Exception):
    """Raised when the document has begun another epoch, or is gone: the update must not enter it."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An update to store.

    Attributes:
        document: its number.
        epoch: the one that the update was written in.
        data: checked bytes.
        author: number of the person.
    """

    document: int
    epoch: uuid.UUID
    data: bytes
    author: int


@dataclass(frozen=True)
class Stand:
    """The whole of a document at one moment.

    Attributes:
        epoch: of the text.
        parts: snapshot and updates, in any order.
        generation: how many times the log was folded.
        tail: how many updates are not folded yet.
        last: number of the last of them.
    """

    epoch: uuid.UUID
    parts: tuple[bytes, ...]
    generation: int
    tail: int
    last: int

    @property
    def head(self) -> str:
        """Names this state of the log: whatever is stored next changes it."""
        return _head(self.generation, self.tail, self.last)

    @property
    def merged(self) -> bytes:
        """Everything, as one update."""
        return crdt.whole(self.parts)


def store(entries: Sequence[Entry]) -> list[int]:
    """Commit updates, of any documents, in one transaction.

    Returns:
        The places of the entries refused because their epoch is over.
    """
    with transaction.atomic():
        epochs = _held_epochs(entries)
        fresh = [e for e in entries if epochs.get(e.document) == e.epoch]
        CoeditUpdate.objects.bulk_create(
            CoeditUpdate(document_id=e.document, data=e.data, author_id=e.author) for e in fresh
        )
    return [place for place, e in enumerate(entries) if epochs.get(e.document) != e.epoch]


def _held_epochs(entries: Collection[Entry]) -> dict[int, uuid.UUID]:
    """The epochs of the documents, none of which can change until the transaction is over.

    The weakest lock of PostgreSQL does it: appends and foldings go on beside one another, and only who begins an
    epoch (`FOR UPDATE`) waits. Django's foreign keys take the same lock, but at the commit, when it is too late to
    look at the epoch; and Django has no word for it. On SQLite the transaction itself holds everybody off.
    """
    documents = sorted({entry.document for entry in entries})
    if connection.vendor != "postgresql":
        found = CoeditDocument.objects.filter(pk__in=documents).order_by("pk")
        return dict(found.values_list("pk", "epoch"))
    table = connection.ops.quote_name(CoeditDocument._meta.db_table)
    held = CoeditDocument.objects.raw(
        f"SELECT id, epoch FROM {table} WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",  # noqa: S608  # our own name
        [documents],
    )
    return {document.pk: document.epoch for document in held}


def store_one(document: CoeditDocument, updates: Sequence[bytes], author: int) -> None:
    """Commit updates of one person to one document.

    Raises:
        EpochOver: when its epoch is over; nothing is stored then.
    """
    entries = [
        Entry(document=document.pk, epoch=document.epoch, data=data, author=author)
        for data in updates
    ]
    if entries and store(entries):
        raise EpochOver


def stand(document_id: int) -> Stand:
    """Read a document whole, without a lock.

    The log is read before the snapshot: a folding in between makes rows count twice, which changes nothing,
    while the other order would lose them from sight.

    Raises:
        EpochOver: when the document is gone.
    """
    rows = CoeditUpdate.objects.filter(document=document_id).order_by("pk")
    tail = list(rows.values_list("pk", "data"))
    row = (
        CoeditDocument.objects.filter(pk=document_id)
        .values_list("epoch", "snapshot", "generation")
        .first()
    )
    if row is None:
        raise EpochOver
    epoch, snapshot, generation = row
    parts = (bytes(snapshot), *(bytes(data) for _, data in tail))
    return Stand(epoch, parts, generation, len(tail), tail[-1][0] if tail else 0)


def head(document_id: int) -> str:
    """The name of the present state of the log, without reading the text (see `Stand.head`)."""
    tail = CoeditUpdate.objects.filter(document=document_id).aggregate(
        rows=Count("pk"), last=Max("pk")
    )
    found = CoeditDocument.objects.filter(pk=document_id).values_list("generation", flat=True)
    return _head(found.first() or 0, tail["rows"], tail["last"] or 0)


def _head(generation: int, tail: int, last: int) -> str:
    # A log read while it is folded is named by rows that never come back: no later state has the same name.
    return f"{generation}:{tail}:{last}"
