"""French text made plain so that rules can be written without accents or spelling of apostrophes."""

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "‑": "-"})
_CLAUSE = re.compile(r"[.;!?()\n]| - ")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text in lower case without accents, with straight apostrophes and single spaces.

    >>> plain("Prêt d’honneur – jusqu’à 5 000 €")
    "pret d'honneur - jusqu'a 5 000 €"
    """
    spelt = text.lower().replace("œ", "oe").replace("æ", "ae").translate(_APOSTROPHES)
    letters = unicodedata.normalize("NFD", spelt)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare).strip()


def before(text: str, start: int, reach: int = 60) -> str:
    """What stands before a place in the same clause, at most `reach` characters."""
    head = text[max(0, start - reach) : start]
    cuts = list(_CLAUSE.finditer(head))
    return head[cuts[-1].end() :] if cuts else head


def after(text: str, end: int, reach: int = 40) -> str:
    """What stands after a place in the same clause, at most `reach` characters."""
    tail = text[end : end + reach]
    cut = _CLAUSE.search(tail)
    return tail[: cut.start()] if cut else tail
