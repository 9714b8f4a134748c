"""French words: folding, tokens, stop words and stems, the same for every engine.

A word is folded (accents, ligatures and case gone) before it is stemmed, so that what people
type without accents meets what was written with them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

MAX_WORD = 40
"""Longer words are cut: nobody types them, and an index refuses endless ones."""

# A dotted acronym (E.S.S.), or letters and digits with the combining marks of decomposed text.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_COMPOUND = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")
_HYPHENS = frozenset("-\u2010\u2011")
_NOT_ALNUM = re.compile(r"[\W_]+")
_STEMMER = snowballstemmer.stemmer("french")
# Stems that Snowball gets wrong for us: it makes one family of « emploi », « employé » and
# « (association) employeuse ».
_IRREGULAR = {
    "travaux": "travail",
    "baux": "bail",
    **dict.fromkeys(["employeuse", "employeuses"], "employeur"),
    **dict.fromkeys(["employe", "employes", "employee", "employees"], "employe"),
}

STOP_WORDS = frozenset(
    """
    a ai aie aient aies ait as au aura aurai auraient aurais aurait aurez aurons auront aussi
    autre autres aux avaient avais avait avant avec avez avons ayant c ca car ce ceci cela celle
    celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des dont du elle
    elles en entre es est et etaient etais etait etant ete etes etre eu eux fait faire fut furent
    grace hors hui il ils j je jusqu jusque l la le les leur leurs lors lorsqu lorsque lui m ma
    mais me meme memes mes moi mon n ne ni nos notre nous on ont ou par parce pas peu peut peuvent
    plus pour pourquoi puis puisqu puisque qu quand que quel quelle quelles quels qui quoi quoiqu
    quoique s sa sans se sera serai seraient serait seront ses si sien soi soient sois soit sommes
    son sont sous suis sur t ta te tel telle telles tels tes toi ton tous tout toute toutes tres
    tu un une vers voici voila vos votre vous y
    """.split()
)


class Token(NamedTuple):
    """One word of a text; `stem` is empty for a stop word, `parts` counts the words of a compound."""

    start: int
    end: int
    word: str
    stem: str
    parts: int = 1


def clean(text: str) -> str:
    """Drop what a database cannot store: NUL and lone surrogates."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


@lru_cache(maxsize=1 << 16)
def fold(raw: str) -> str:
    """A word without case, accents or ligatures: « Œuvré » gives « oeuvre »."""
    lowered = raw.casefold()
    if not lowered.isascii():
        lowered = lowered.replace("œ", "oe").replace("æ", "ae")
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    if not lowered.isalnum():
        lowered = _NOT_ALNUM.sub("", lowered)
    return lowered[:MAX_WORD]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The stem of a folded word; empty for stop words and lone letters."""
    if word in STOP_WORDS or (len(word) < 2 and not word.isdigit()):
        return ""
    if not word.isalpha() or not word.isascii():
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    # Folding hid the é of « associée » from the stemmer.
    if word.endswith(("ee", "ees")):
        word = word[: word.rindex("ee") + 1]
    stemmed: str = _STEMMER.stemWord(word)
    # Snowball keeps the s of « emplois », « essais » and « menus » after a vowel.
    return stemmed[:-1] if len(stemmed) > 3 and stemmed.endswith("s") else stemmed


@lru_cache(maxsize=1 << 16)
def _stem_of(raw: str) -> str:
    return stem(fold(raw))


def raw_words(text: str) -> list[str]:
    """The words of a text as written, in order; the quick way when their places do not matter."""
    return _TOKEN.findall(text)


def stemmed(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word starts and ends, with its stem; compounds apart, stop words left out."""
    for match in _TOKEN.finditer(text):
        found = _stem_of(match.group())
        if found:
            yield *match.span(), found


def compounds(text: str) -> Iterator[Token]:
    """The hyphenated compounds of a text."""
    if not any(hyphen in text for hyphen in _HYPHENS):
        return
    for match in _COMPOUND.finditer(text):
        for token in tokens(match.group()):
            if token.parts > 1:
                first = match.start()
                yield token._replace(start=token.start + first, end=token.end + first)


def tokens(text: str) -> Iterator[Token]:
    """Every word of a text with its place, then each hyphenated compound read as one word.

    A compound (« éco-construction ») comes after its parts, so that it also meets the spelling
    without a hyphen; compounds with digits (dates, telephone numbers) are left alone.
    """
    chain: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = fold(match.group())
        if not word:
            continue
        token = Token(match.start(), match.end(), word, stem(word))
        if not (chain and _hyphenated(text, chain[-1].end, token.start)):
            if len(chain) > 1:
                yield from _compound(chain)
            chain = []
        chain.append(token)
        yield token
    if len(chain) > 1:
        yield from _compound(chain)


def _hyphenated(text: str, end: int, start: int) -> bool:
    return start == end + 1 and text[end] in _HYPHENS


def _compound(chain: list[Token]) -> Iterator[Token]:
    word = "".join(part.word for part in chain)
    if len(chain) > 3 or len(word) > MAX_WORD or not word.isalpha():
        return
    if any(part.stem for part in chain):
        yield Token(chain[0].start, chain[-1].end, word, stem(word), len(chain))


def words(text: str) -> list[str]:
    """The folded words of a text in order, stop words included, compounds read apart."""
    return [token.word for token in tokens(text) if token.parts == 1]


def stems(text: str) -> tuple[str, ...]:
    """The stems of a text in order, without stop words, compounds read apart."""
    return tuple(token.stem for token in tokens(text) if token.parts == 1 and token.stem)


def title_key(folded: list[str]) -> str:
    """What two titles share when they say the same words; at most 200 characters.

    Stop words only count in titles made of nothing else.
    """
    meaningful = [word for word in folded if stem(word)]
    return " ".join(meaningful or folded)[:200]
