"""The words of the index and the groups of synonyms, kept in the process until they change."""

import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from connect.search import french
from connect.search.models import Synonym, Word
from connect.search.query import Term

MAX_COMPLETIONS = 20
"""Stems that an unfinished word may stand for, the most frequent first."""
MAX_COMPLETED = 2000
"""Words looked at for that: the first letter alone may begin thousands."""

# One row with the token of the words, then what changes whenever a group of synonyms does.
_VERSION = """
    SELECT (SELECT MAX(token) FROM search_vocabulary_version), COUNT(*), MAX(updated_at)
    FROM search_synonym
"""


class KnownWord(NamedTuple):
    """A word of the index."""

    word: str
    stem: str
    spelling: str
    frequency: int


@dataclass(frozen=True)
class Vocabulary:
    """What a query is compared with; never changed once built."""

    words: dict[str, KnownWord]
    synonyms: dict[tuple[str, ...], tuple[Term, ...]] = field(default_factory=dict)
    suggested: dict[str, KnownWord] = field(default_factory=dict)
    """Words of the groups of synonyms that the index does not hold: they may be meant too."""
    stems: frozenset[str] = field(init=False)
    longest_expression: int = field(init=False)
    _ordered: list[str] = field(init=False)
    _by_length: dict[int, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in {**self.words, **self.suggested}:
            by_length[len(word)].append(word)
        known = frozenset(word.stem for word in self.words.values())
        object.__setattr__(self, "stems", known)
        longest = max(map(len, self.synonyms), default=0)
        object.__setattr__(self, "longest_expression", longest)
        object.__setattr__(self, "_ordered", sorted(self.words))
        object.__setattr__(self, "_by_length", dict(by_length))

    def knows(self, term: Term) -> bool:
        """Whether the index holds every stem of the term."""
        return all(stem in self.stems for stem in term.stems)

    def completions(self, prefix: str) -> list[str]:
        """The stems of the words that begin so, the most frequent first."""
        start = bisect.bisect_left(self._ordered, prefix)
        totals: dict[str, int] = defaultdict(int)
        for word in self._ordered[start : start + MAX_COMPLETED]:
            if not word.startswith(prefix):
                break
            known = self.words[word]
            totals[known.stem] += known.frequency
        return sorted(totals, key=lambda stem: (-totals[stem], stem))[:MAX_COMPLETIONS]

    def nearest(self, word: str) -> KnownWord | None:
        """The known word that was probably meant, if any is near enough.

        One fault up to five letters, two beyond, and then the same first letter; words of three
        letters or fewer, and those with digits (postcodes, years), are never changed.
        """
        if len(word) < 4 or not word.isalpha():
            return None
        allowed = 1 if len(word) < 6 else 2
        near: list[tuple[int, bool, int, str]] = []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for found, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,
            ):
                other_initial = found[0] != word[0]
                if distance < 2 or not other_initial:
                    near.append((distance, other_initial, -self._word(found).frequency, found))
        return self._word(min(near)[3]) if near else None

    def _word(self, word: str) -> KnownWord:
        return self.words.get(word) or self.suggested[word]


def build(words: list[KnownWord], groups: list[Synonym]) -> Vocabulary:
    """The vocabulary of these words, with the synonyms whose words the index holds."""
    stems = {word.stem for word in words}
    others: dict[tuple[str, ...], dict[Term, None]] = defaultdict(dict)
    for expressions in (group.expressions() for group in groups):
        for other in expressions:
            if stems.issuperset(other):
                for expression in expressions:
                    if expression != other:
                        others[expression][Term(other, phrase=len(other) > 1)] = None
    known = {word.word: word for word in words}
    suggested = {
        token.word: KnownWord(token.word, token.stem, group.terms[token.start : token.end], 0)
        for group in groups
        for token in french.tokens(group.terms)
        if (token.stem,) in others and token.word not in known
    }
    synonyms = {expression: tuple(terms) for expression, terms in others.items()}
    return Vocabulary(known, synonyms, suggested)


class _Cache:
    """The last vocabulary read by this process; replaced whole, so threads need no lock."""

    def __init__(self) -> None:
        self.held: tuple[tuple[Any, ...], Vocabulary] | None = None


_cache = _Cache()


def current() -> Vocabulary:
    """The vocabulary as the caller's transaction sees it: one statement when it is in memory."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        version: tuple[str | None, int, datetime | str | None] = cursor.fetchone()
    held = _cache.held
    # Without a token nothing would tell one set of words from another.
    if held is not None and version[0] is not None and held[0] == version:
        return held[1]
    rows = Word.objects.values_list("word", "stem", "spelling", "frequency")
    vocabulary = build([KnownWord(*row) for row in rows.iterator()], list(Synonym.objects.all()))
    _cache.held = (version, vocabulary)
    return vocabulary
