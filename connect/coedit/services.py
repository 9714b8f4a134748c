"""Verbs on documents, for the features that own them."""

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from connect.accounts.models import User
from connect.coedit import crdt, folding, frames, relaying
from connect.coedit.draft import Draft
from connect.coedit.kinds import Kind, Reason, Saved, kind_of
from connect.coedit.log import store_one
from connect.coedit.models import CoeditDocument, CoeditUpdate
from connect.coedit.present import present
from connect.coedit.reading import draft_of
from connect.coedit.writing import bring_to, seed


class NoDocument(LookupError):
    """Raised when the kind is unknown, or its owner is not there."""


def _kind(code: str, owner_id: int) -> Kind:
    kind = kind_of(code)
    if kind is None or not kind.exists(owner_id):
        raise NoDocument(code)
    return kind


def open_document(code: str, owner_id: int) -> CoeditDocument:
    """The working copy of an owner; begun from what it says the first time, or when it was changed from outside.

    Args:
        code: of the kind.
        owner_id: of the owner.

    Raises:
        NoDocument: when there is no such owner.
    """
    kind = _kind(code, owner_id)
    found = CoeditDocument.objects.filter(kind=code, owner_id=owner_id).first()
    if found is not None and found.snapshot and found.base == kind.base(owner_id):
        return found
    if found is None:
        try:
            with transaction.atomic():
                CoeditDocument.objects.create(kind=code, owner_id=owner_id)
        except IntegrityError:
            # Somebody else opened it at the same moment.
            pass
    return _begin(kind, owner_id)


@transaction.atomic
def _begin(kind: Kind, owner_id: int) -> CoeditDocument:
    # The full lock: rows of the epoch that ends are held off until it is over (see `log.store`).
    document = CoeditDocument.objects.select_for_update().get(kind=kind.code, owner_id=owner_id)
    base = kind.base(owner_id)
    if document.snapshot and document.base == base:
        return document
    if document.snapshot:
        _set_aside(kind, document)
        base = kind.base(owner_id)
    before = document.channel
    folding.begin_epoch(document, seed(kind.seed(owner_id), kind.shape), base)
    relaying.announce(before, kind=relaying.LOOK)
    return document


def _set_aside(kind: Kind, document: CoeditDocument) -> None:
    """What was written and stands in no version yet is kept in the history before another text takes its place."""
    folded = folding.fold(document.pk)
    if folded.changed_since is None:
        return
    writers = folding.forget_writers(folded)
    kind.save(document.owner_id, _draft(kind, folded), writers, Reason.SET_ASIDE, None)


def _draft(kind: Kind, folded: CoeditDocument) -> Draft:
    document = crdt.load([bytes(folded.snapshot)])
    return draft_of(document, kind.shape)


def current_draft(code: str, owner_id: int) -> Draft:
    """What the working copy says now.

    Raises:
        NoDocument: when there is no such owner.
    """
    kind = _kind(code, owner_id)
    document = open_document(code, owner_id)
    tail = CoeditUpdate.objects.filter(document=document).order_by("pk")
    parts = [bytes(data) for data in tail.values_list("data", flat=True)]
    # The log before the snapshot: see `log.stand`.
    document.refresh_from_db(fields=["snapshot"])
    loaded = crdt.load([bytes(document.snapshot), *parts])
    return draft_of(loaded, kind.shape)


@transaction.atomic
def save_now(code: str, owner_id: int, reason: Reason, by: User | None = None) -> Saved:
    """Write what the working copy says into the history of its owner.

    Args:
        code: of the kind.
        owner_id: of the owner.
        reason: why; a `PAUSE` without anything new writes nothing.
        by: the person who asks, if one does.

    Raises:
        NoDocument: when there is no such owner.
    """
    kind = _kind(code, owner_id)
    document = folding.fold(open_document(code, owner_id).pk)
    if reason is Reason.PAUSE and document.changed_since is None:
        return Saved(base=document.base)
    writers = folding.forget_writers(document)
    saved = kind.save(owner_id, _draft(kind, document), writers, reason, by)
    document.base = saved.base
    document.changed_since = document.changed_at = None
    document.save(update_fields=["base", "changed_since", "changed_at"])
    told = frames.notice("document.version", reason=str(reason))
    relaying.announce(document.channel, told)
    return saved


@transaction.atomic
def replace_text(code: str, owner_id: int, draft: Draft, by: User) -> None:
    """Bring the working copy to say something else, as new updates: open pages see it live, nothing is rewritten.

    Args:
        code: of the kind.
        owner_id: of the owner.
        draft: what it must say; blocks that stay are left alone.
        by: who asks.

    Raises:
        NoDocument: when there is no such owner.
        EpochOver: when the text was replaced from outside at the same moment.
    """
    kind = _kind(code, owner_id)
    document = folding.fold(open_document(code, owner_id).pk)
    loaded = crdt.load([bytes(document.snapshot)])
    before = loaded.get_state()
    bring_to(loaded, draft, kind.shape)
    update = loaded.get_update(before)
    if crdt.says_nothing(update):
        return
    store_one(document, [update], by.pk)
    relaying.announce(document.channel, frames.sync(frames.UPDATE, update))


def renew(code: str, owner_id: int) -> None:
    """Look at once whether the owner was changed from outside: open pages are then led to the new text.

    Raises:
        NoDocument: when there is no such owner.
    """
    if CoeditDocument.objects.filter(kind=code, owner_id=owner_id).exists():
        open_document(code, owner_id)


def recheck(code: str, owner_id: int) -> None:
    """Have every open page of a document look at its rights again, once the transaction is over."""
    document = CoeditDocument.objects.filter(kind=code, owner_id=owner_id).first()
    if document is not None:
        relaying.announce(document.channel, kind=relaying.LOOK)


def writers_of(code: str, owner_id: int) -> list[User]:
    """The persons who have the document open to write in it now, the longest there first, each once."""
    document = CoeditDocument.objects.filter(kind=code, owner_id=owner_id).first()
    if document is None:
        return []
    return list({row.user_id: row.user for row in present(document) if row.writes}.values())


def due(idle: datetime.timedelta, longest: datetime.timedelta) -> Sequence[CoeditDocument]:
    """Documents whose writing should become a version: people paused, or have written for long.

    Args:
        idle: time without writing that makes a pause.
        longest: time of writing after which no pause is waited for.
    """
    now = timezone.now()
    rows = CoeditUpdate.objects.filter(document=OuterRef("pk")).order_by()
    lately = rows.filter(created_at__gt=now - idle)
    long_ago = rows.filter(created_at__lte=now - longest)
    found = CoeditDocument.objects.filter(Q(changed_since__isnull=False) | Exists(rows)).filter(
        ~Exists(lately) & (Q(changed_at__isnull=True) | Q(changed_at__lte=now - idle))
        | Q(changed_since__lte=now - longest)
        | Exists(long_ago)
    )
    return list(found.order_by("pk"))
