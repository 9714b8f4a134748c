"""Writes of the index; call them last in a transaction, index writers wait for one another."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from connect.search import backends, counting, french, registry
from connect.search.analysis import analyse
from connect.search.backends.base import Row
from connect.search.documents import Document
from connect.search.models import SearchEntry
from connect.search.registry import SearchSource

CHUNK = 500
"""Objects read and written together."""
MAX_BODY = 200_000
"""Characters kept of a body, so that its vector stays under PostgreSQL's megabyte."""

Progress = Callable[[str, int, int], None]
"""Called with the kind, the objects read so far and how many there are."""


@dataclass(frozen=True)
class Rebuilt:
    """What a rebuild did with one kind."""

    kind: str
    indexed: int
    removed: int


def index(kind: str, pks: Iterable[int]) -> None:
    """Bring the entries of these objects up to date, in the caller's transaction.

    An object that its source no longer yields is removed. What has not changed is not written.

    Args:
        kind: a registered kind.
        pks: primary keys of objects, known or not to the index.

    Raises:
        LookupError: when nothing registered the kind.
        ValueError: when the source gives a document that was not asked for.
    """
    source = registry.get(kind)
    for chunk in _chunks(sorted(set(pks))):
        with transaction.atomic():
            backends.current().lock()
            _update(source, chunk)


def reindex(
    kinds: Collection[str] | None = None, progress: Progress | None = None
) -> list[Rebuilt]:
    """Write every entry of these kinds (all by default) again, then the vocabulary.

    Works by short transactions; the index is never seen empty meanwhile.

    Raises:
        LookupError: when nothing registered one of the kinds.
    """
    chosen = registry.sources() if kinds is None else {kind: registry.get(kind) for kind in kinds}
    backend = backends.current()
    backend.prepare()
    tally = counting.Tally()
    done = [_rebuild(source, tally, progress) for source in chosen.values()]
    if kinds is None:
        SearchEntry.objects.exclude(kind__in=chosen).delete()
    with transaction.atomic():
        backend.lock()
        tally.save()
        backend.optimize()
    return done


def _chunks(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(pks), CHUNK):
        yield pks[start : start + CHUNK]


def _project(source: SearchSource, pks: Sequence[int]) -> dict[int, Document]:
    wanted = set(pks)
    documents: dict[int, Document] = {}
    for document in source.project(pks):
        if document.kind != source.kind or document.object_id not in wanted:
            raise ValueError(
                f"The source « {source.kind} » gave {document.kind} {document.object_id}."
            )
        documents[document.object_id] = document
    return documents


def _row(document: Document) -> Row:
    title, keywords = french.clean(document.title).strip(), french.clean(document.keywords).strip()
    body = french.clean(document.body)[:MAX_BODY].strip()
    analysis = analyse(title, keywords, body)
    entry = SearchEntry(
        id=registry.entry_id(document.kind, document.object_id),
        kind=document.kind,
        object_id=document.object_id,
        title=title,
        title_key=analysis.title_key,
        keywords=keywords,
        body=body,
        url=document.url,
        updated_at=timezone.now(),
    )
    return Row(entry, analysis)


def _same(old: SearchEntry, new: SearchEntry) -> bool:
    return (old.title, old.keywords, old.body, old.url) == (
        new.title,
        new.keywords,
        new.body,
        new.url,
    )


def _update(source: SearchSource, pks: Sequence[int]) -> None:
    backend = backends.current()
    rows = [_row(document) for document in _project(source, pks).values()]
    old = SearchEntry.objects.in_bulk([registry.entry_id(source.kind, pk) for pk in pks])
    changed = [
        row for row in rows if row.entry.id not in old or not _same(old[row.entry.id], row.entry)
    ]
    kept = {row.entry.id for row in rows}
    gone = [entry for key, entry in old.items() if key not in kept]
    before = [old[row.entry.id] for row in changed if row.entry.id in old] + gone
    if changed:
        backend.write(changed)
    if gone:
        backend.remove([entry.id for entry in gone])
    if changed or gone:
        counting.shift(before, changed)


def _rebuild(source: SearchSource, tally: counting.Tally, progress: Progress | None) -> Rebuilt:
    backend = backends.current()
    pks = sorted(set(source.ids()))
    indexed: set[int] = set()
    for number, chunk in enumerate(_chunks(pks)):
        with transaction.atomic():
            backend.lock()
            rows = [_row(document) for document in _project(source, chunk).values()]
            if rows:
                backend.write(rows)
                tally.add(rows)
        indexed.update(row.entry.object_id for row in rows)
        if progress:
            progress(source.kind, min((number + 1) * CHUNK, len(pks)), len(pks))
    with transaction.atomic():
        backend.lock()
        removed = _remove_stale(source, indexed)
    return Rebuilt(source.kind, len(indexed), removed)


def _remove_stale(source: SearchSource, indexed: set[int]) -> int:
    """Remove the entries that the rebuild did not meet, unless they are public by now."""
    entries = SearchEntry.objects.filter(kind=source.kind).values_list("object_id", flat=True)
    removed = 0
    for chunk in _chunks(sorted(set(entries) - indexed)):
        public = _project(source, chunk)
        gone = [registry.entry_id(source.kind, pk) for pk in chunk if pk not in public]
        backends.current().remove(gone)
        removed += len(gone)
    return removed
