"""The words of a whole document, read fast: no places, every distinct spelling once."""

from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from connect.search import french

MAX_TOKENS = 16_000
"""Words kept of one field: PostgreSQL counts positions up to 16,383."""
MAX_SPELLING = 2 * french.MAX_WORD
"""Characters kept of a word as it is written."""


class Analysed(NamedTuple):
    """One spelling: its folded word, its stem, and the spelling in small letters."""

    word: str
    stem: str
    spelling: str


class Analysis(NamedTuple):
    """What the index keeps of a document, beside its text."""

    title_key: str
    title: list[str]
    keywords: list[str]
    body: list[str]
    words: dict[str, Analysed]


@lru_cache(maxsize=1 << 16)
def _analysed(raw: str) -> Analysed:
    word = french.fold(raw)
    return Analysed(word, french.stem(word), raw.lower()[:MAX_SPELLING])


def analyse(title: str, keywords: str, body: str) -> Analysis:
    """Read a document's three fields."""
    words: dict[str, Analysed] = {}
    return Analysis(
        title_key=french.title_key(french.words(title)),
        title=_read(title, words),
        keywords=_read(keywords, words),
        body=_read(body, words),
        words=words,
    )


def _read(text: str, words: dict[str, Analysed]) -> list[str]:
    """The stems of a field in order, those of its compounds last; its words join `words`."""
    raws = french.raw_words(text)[:MAX_TOKENS]
    distinct = {raw: _analysed(raw) for raw in dict.fromkeys(raws)}
    stem_of = {raw: found.stem for raw, found in distinct.items()}
    stems = list(filter(None, map(stem_of.__getitem__, raws)))
    compounds = _compounds(text)
    stems += [found.stem for found in compounds]
    for found in (*distinct.values(), *compounds):
        # Capitals often lose their accents: the spelling with accents wins.
        if found.stem and not found.spelling.isascii():
            words[found.word] = found
        elif found.stem:
            words.setdefault(found.word, found)
    return stems


def _compounds(text: str) -> list[Analysed]:
    return [
        Analysed(token.word, token.stem, text[token.start : token.end].lower()[:MAX_SPELLING])
        for token in islice(french.compounds(text), MAX_TOKENS)
    ]
