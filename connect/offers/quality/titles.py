"""Titles compared: what two of them share, and what makes them two offers."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from connect.offers.quality.words import plain
from connect.search.french import STOP_WORDS

_TOKEN = re.compile(r"[a-z0-9]+")
_YEAR = re.compile(r"20[0-9]{2}")
_ROMAN = re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|x)")
# Words by which one body names several offers on purpose.
_ORDINALS = frozenset(
    "premier premiere deuxieme second seconde troisieme nord sud est ouest haut bas haute basse"
    " individuel individuelle individuels collectif collective collectifs junior senior"
    " avec sans creation reprise investissement fonctionnement".split()
)
_LETTERS = frozenset("abcdefgh")


@dataclass(frozen=True)
class Title:
    """A title made comparable.

    Attributes:
        words: its meaningful words, sorted, without years.
        marks: numbers, places and ordinals: two titles that do not share them are two offers.
        years: the years it names.
    """

    words: tuple[str, ...]
    marks: frozenset[str]
    years: frozenset[str]

    @property
    def text(self) -> str:
        """The words, as one text."""
        return " ".join(self.words)


class Reader:
    """Reads titles, knowing the names of places that make two offers of one title.

    Args:
        places: names of departments, communes, intercommunalities.
    """

    def __init__(self, places: frozenset[str]) -> None:
        self._places = frozenset(
            word
            for place in places
            for word in _TOKEN.findall(plain(place))
            if len(word) > 3 and word not in STOP_WORDS and word not in _COMMON
        )

    def read(self, title: str) -> Title:
        """A title made comparable."""
        tokens = _tokens(title)
        years = frozenset(token for token in tokens if _YEAR.fullmatch(token))
        kept = [token for token in tokens if token not in years and token not in STOP_WORDS]
        marks = frozenset(token for token in kept if self._marks(token))
        words = tuple(sorted(token for token in kept if len(token) > 1 or token.isdigit()))
        return Title(words, marks, years)

    def _marks(self, token: str) -> bool:
        return (
            token.isdigit()
            or any(letter.isdigit() for letter in token)
            or token in _ORDINALS
            or token in self._places
            or token in _LETTERS
            or _ROMAN.fullmatch(token) is not None
        )


# Words of names of places that are words of titles as well.
_COMMON = frozenset(
    "pays communaute communes agglomeration metropole urbaine vallee bassin saint sainte notre dame france europe"
    " sources coeur terres rives littoral grand grande".split()
)


@lru_cache(maxsize=1 << 15)
def _tokens(title: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(plain(title)))


def likeness(first: Title, second: Title) -> int:
    """How alike two titles are, from 0 to 100; 0 when a mark or a year makes two offers of them."""
    if first.marks != second.marks or (
        first.years and second.years and first.years != second.years
    ):
        return 0
    if first.words == second.words:
        return 100 if first.words else 0
    return int(min(_words_shared(first, second), fuzz.ratio(first.text, second.text)))


def _words_shared(first: Title, second: Title) -> float:
    """The share of words that have their like in the other title: a theme that differs is another offer."""
    fewer, more = sorted((first.words, second.words), key=len)
    if not fewer:
        return 0.0
    return min(
        min(max(fuzz.ratio(word, other) for other in more) for word in fewer),
        min(max(fuzz.ratio(word, other) for other in fewer) for word in more),
    )
