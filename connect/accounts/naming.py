"""Names of persons: what is refused, so that nobody passes for another and no mail carries a message in a name."""

import re
import unicodedata

from django.core.exceptions import ValidationError

LONGEST = 80
# « Nguyễn » takes two marks on one letter once decomposed; a pile of them hides the lines around.
MOST_MARKS = 2
_LOOKS_LIKE_A_LINK = re.compile(r"https?:|www\.|@|[/\\<>{}\[\]|]|\w\.\w{2,}", re.IGNORECASE)


def _script_of(letter: str) -> str:
    """The writing system of a letter, as Unicode names it: LATIN, CYRILLIC, GREEK…"""
    return unicodedata.name(letter, "").partition(" ")[0]


def scripts_of(text: str) -> set[str]:
    """The writing systems of the letters of a text."""
    return {_script_of(letter) for letter in text if unicodedata.category(letter)[0] == "L"}


def _most_marks(text: str) -> int:
    most = run = 0
    for letter in unicodedata.normalize("NFD", text):
        run = run + 1 if unicodedata.category(letter) == "Mn" else 0
        most = max(most, run)
    return most


def clean_name(typed: str) -> str:
    """A name as it is kept: composed letters, single spaces.

    Raises:
        ValidationError: for control or direction characters, several writing systems, addresses, or too many letters.
    """
    if any(unicodedata.category(letter)[0] == "C" for letter in typed.strip()):
        raise ValidationError("Ce nom contient des caractères invisibles. Saisissez-le de nouveau.")
    name = " ".join(unicodedata.normalize("NFKC", typed).split())
    if len(name) > LONGEST:
        raise ValidationError(f"Ce nom est trop long\u00a0: {LONGEST} lettres au plus.")
    if _LOOKS_LIKE_A_LINK.search(name):
        raise ValidationError("Saisissez un nom, sans adresse ni lien.")
    if _most_marks(name) > MOST_MARKS:
        raise ValidationError("Ce nom contient trop de signes sur une même lettre.")
    refuse_mixed(name)
    return name


def refuse_mixed(*names: str) -> None:
    """Refuse letters of several writing systems: « Раul » with a Cyrillic Р reads like another person.

    Raises:
        ValidationError: when more than one is used across the names.
    """
    if len(scripts_of(" ".join(names))) > 1:
        raise ValidationError("Ce nom mêle plusieurs alphabets. Saisissez-le dans un seul.")
