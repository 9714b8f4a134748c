"""Shares said in words, as a reader would say them aloud."""

from connect.common import french

# Close enough to be said so: two points and a half either way.
NEAR = 0.025
SAID = (
    (1 / 10, "une offre sur dix"),
    (1 / 5, "une offre sur cinq"),
    (1 / 4, "une offre sur quatre"),
    (1 / 3, "une offre sur trois"),
    (2 / 5, "deux offres sur cinq"),
    (1 / 2, "une offre sur deux"),
    (3 / 5, "trois offres sur cinq"),
    (2 / 3, "deux offres sur trois"),
    (3 / 4, "trois offres sur quatre"),
    (4 / 5, "quatre offres sur cinq"),
    (9 / 10, "neuf offres sur dix"),
)


def percent(part: int, whole: int) -> str:
    """A share rounded to the point: « 38 % »; « moins de 1 % » rather than zero; nothing of nothing."""
    if not whole:
        return ""
    share = 100 * part / whole
    if 0 < share < 1:
        return f"moins de 1{french.NBSP}%"
    if 99 < share < 100:
        return f"plus de 99{french.NBSP}%"
    return f"{round(share)}{french.NBSP}%"


def short_percent(part: int, whole: int) -> str:
    """The same in a column of figures: « 38 % », « < 1 % »."""
    words = percent(part, whole)
    return words.replace("moins de ", f"<{french.NBSP}").replace("plus de ", f">{french.NBSP}")


def share_in_words(part: int, whole: int) -> str:
    """A share of offers in words: « une offre sur trois », « toutes les offres », « 38 % des offres ».

    Args:
        part: how many offers.
        whole: out of how many.
    """
    if not whole or not part:
        return "aucune offre"
    if part == whole:
        return "toutes les offres"
    share = part / whole
    gap, words = min((abs(share - said), words) for said, words in SAID)
    return words if gap <= NEAR else f"{percent(part, whole)} des offres"
