"""Keeps the vocabulary true: which words the index holds, and in how many entries."""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from connect.search.analysis import Analysed, Analysis, analyse
from connect.search.backends.base import Row
from connect.search.models import SearchEntry, VocabularyVersion, Word

T = TypeVar("T")

CHUNK = 500
"""Words or entries read and written together."""


def shift(before: Sequence[SearchEntry], after: Sequence[Row]) -> None:
    """Count the words that entries lost and gained, under the writers' lock."""
    delta: Counter[str] = Counter()
    written: dict[str, Analysed] = {}
    for entry in before:
        delta.subtract(_analysis(entry).words.keys())
    for row in after:
        delta.update(row.analysis.words.keys())
        written.update(row.analysis.words)
    delta = Counter({word: count for word, count in delta.items() if count})
    known = {
        word.word: word
        for chunk in _chunks(list(delta))
        for word in Word.objects.filter(word__in=chunk)
    }
    saved, emptied = [], []
    for text, count in delta.items():
        word = known.get(text)
        frequency = count + (word.frequency if word else 0)
        if frequency > 0:
            word = word or Word(**written[text]._asdict())
            word.frequency = frequency
            if text in written and word.spelling.isascii():
                word.spelling = written[text].spelling
            saved.append(word)
        elif word:
            emptied.append(text)
    Word.objects.bulk_create(
        saved,
        batch_size=CHUNK,
        update_conflicts=True,
        unique_fields=["word"],
        update_fields=["frequency", "spelling"],
    )
    for chunk in _chunks(emptied):
        Word.objects.filter(word__in=chunk).delete()
    if emptied or not known.keys() >= {word.word for word in saved}:
        _renew_version()


class Tally:
    """Counts words during a rebuild, which lets other writers pass between two batches."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self._counts: Counter[str] = Counter()
        self._written: dict[str, Analysed] = {}
        self._seen: dict[int, datetime] = {}

    def add(self, rows: Iterable[Row]) -> None:
        """Count entries that were just written."""
        for row in rows:
            self._count(row.analysis)
            self._seen[row.entry.id] = row.entry.updated_at

    def save(self) -> None:
        """Replace the vocabulary, under the writers' lock.

        Entries that others wrote or removed since they were counted make it count all again.
        """
        stamps = dict(SearchEntry.objects.values_list("id", "updated_at"))
        if any(stamps.get(key) != stamp for key, stamp in self._seen.items()):
            self._clear()
        entries = SearchEntry.objects.only("title", "keywords", "body").order_by("id")
        for chunk in _chunks(sorted(stamps.keys() - self._seen.keys())):
            for entry in entries.filter(id__in=chunk):
                self._count(_analysis(entry))
        Word.objects.all().delete()
        Word.objects.bulk_create(
            (Word(**self._written[w]._asdict(), frequency=n) for w, n in self._counts.items()),
            batch_size=CHUNK,
        )
        _renew_version()

    def _count(self, analysis: Analysis) -> None:
        self._counts.update(analysis.words.keys())
        for word, found in analysis.words.items():
            held = self._written.get(word)
            if held is None or (held.spelling.isascii() and not found.spelling.isascii()):
                self._written[word] = found


def _analysis(entry: SearchEntry) -> Analysis:
    return analyse(entry.title, entry.keywords, entry.body)


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _renew_version() -> None:
    # Random rather than counted: a token seen in a transaction that failed never comes back.
    VocabularyVersion.objects.update_or_create(pk=1, defaults={"token": secrets.token_hex(16)})
