"""How the name of a place is written so that two spellings of it compare equal."""

import re
import unicodedata

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
_SAINTS = {"st": "saint", "ste": "sainte"}


def fold(name: str) -> str:
    """A name in lower case without accents, hyphens or apostrophes, « St » and « Ste » in full.

    >>> fold("L’Île-d’Yeu")
    'l ile d yeu'
    """
    spelt = name.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFD", spelt)
        if not unicodedata.combining(letter)
    )
    words = _NOT_LETTERS.sub(" ", plain).split()
    return " ".join(_SAINTS.get(word, word) for word in words)
