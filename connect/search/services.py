"""Writes of the index; call them last in a transaction, index writers wait for one another."""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from connect.search import backends, french, registry
from connect.search.backends.base import Row
from connect.search.documents import Document
from connect.search.models import SearchEntry, VocabularyVersion, Word
from connect.search.registry import SearchSource

CHUNK = 500
"""Objects read and written together."""
MAX_TOKENS = 16_000
"""Words kept of one field: PostgreSQL counts positions up to 16,383."""
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
    done = [_rebuild(source, progress) for source in chosen.values()]
    if kinds is None:
        SearchEntry.objects.exclude(kind__in=chosen).delete()
    with transaction.atomic():
        backend.lock()
        _rebuild_vocabulary()
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
    folded, stems = _read(title)
    entry = SearchEntry(
        id=registry.entry_id(document.kind, document.object_id),
        kind=document.kind,
        object_id=document.object_id,
        title=title,
        title_key=french.title_key(folded),
        keywords=keywords,
        body=body,
        url=document.url,
        updated_at=timezone.now(),
    )
    return Row(entry, stems, _read(keywords)[1], _read(body)[1])


def _read(text: str) -> tuple[list[str], list[str]]:
    """The folded words of a field, and its stems with those of the compounds at the end."""
    folded, stems, joined = [], [], []
    for token in islice(french.tokens(text), MAX_TOKENS):
        if token.parts > 1:
            joined.append(token.stem)
            continue
        folded.append(token.word)
        if token.stem:
            stems.append(token.stem)
    return folded, stems + joined


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
        _shift_vocabulary(before, [row.entry for row in changed])


def _rebuild(source: SearchSource, progress: Progress | None) -> Rebuilt:
    backend = backends.current()
    pks = sorted(set(source.ids()))
    indexed: set[int] = set()
    for number, chunk in enumerate(_chunks(pks)):
        with transaction.atomic():
            backend.lock()
            rows = [_row(document) for document in _project(source, chunk).values()]
            if rows:
                backend.write(rows)
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
    stale = sorted(set(entries) - indexed)
    for chunk in _chunks(stale):
        public = _project(source, chunk)
        backends.current().remove(
            [registry.entry_id(source.kind, pk) for pk in chunk if pk not in public]
        )
    return len(stale)


def _words(entry: SearchEntry) -> dict[str, Word]:
    """The words of an entry, each as it is best written there."""
    found: dict[str, Word] = {}
    for text in (entry.title, entry.keywords, entry.body):
        for token in islice(french.tokens(text), MAX_TOKENS):
            if not token.stem:
                continue
            known = found.get(token.word)
            # Capitals often lose their accents: the written form with accents wins.
            if known is None or known.spelling.isascii():
                spelling = text[token.start : token.end].lower()[: 2 * french.MAX_WORD]
                if known is None or not spelling.isascii():
                    found[token.word] = Word(word=token.word, stem=token.stem, spelling=spelling)
    return found


def _shift_vocabulary(before: list[SearchEntry], after: list[SearchEntry]) -> None:
    """Count the words that entries gained and lost."""
    delta: Counter[str] = Counter()
    written: dict[str, Word] = {}
    for entry in before:
        delta.subtract(_words(entry).keys())
    for entry in after:
        words = _words(entry)
        delta.update(words.keys())
        written.update(words)
    delta = Counter({word: count for word, count in delta.items() if count})
    known = {
        word.word: word
        for chunk in _word_chunks(list(delta))
        for word in Word.objects.filter(word__in=chunk)
    }
    saved, emptied, new = [], [], False
    for text, count in delta.items():
        word = known.get(text)
        frequency = count + (word.frequency if word else 0)
        if frequency > 0:
            new = new or word is None
            word = word or written[text]
            word.frequency = frequency
            if text in written and word.spelling.isascii():
                word.spelling = written[text].spelling
            saved.append(word)
        elif word:
            emptied.append(text)
    _save_words(saved)
    for chunk in _word_chunks(emptied):
        Word.objects.filter(word__in=chunk).delete()
    if new or emptied:
        _renew_version()


def _word_chunks(words: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(words), CHUNK):
        yield words[start : start + CHUNK]


def _save_words(words: list[Word]) -> None:
    Word.objects.bulk_create(
        words,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["frequency", "spelling"],
    )


def _rebuild_vocabulary() -> None:
    """Count every word again from the entries."""
    total: dict[str, Word] = {}
    entries = SearchEntry.objects.only("title", "keywords", "body").order_by("id")
    for entry in entries.iterator(chunk_size=CHUNK):
        for text, word in _words(entry).items():
            held = total.setdefault(text, word)
            held.frequency = (held.frequency or 0) + 1
            if held.spelling.isascii() and not word.spelling.isascii():
                held.spelling = word.spelling
    Word.objects.all().delete()
    Word.objects.bulk_create(total.values(), batch_size=CHUNK)
    _renew_version()


def _renew_version() -> None:
    # Random rather than counted: a token seen in a transaction that failed never comes back.
    VocabularyVersion.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
