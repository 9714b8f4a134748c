"""The words that changed from one text to another."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from toolbox.differences.budget import Budget
from toolbox.differences.formed import Formed, changes_of_form
from toolbox.differences.shapes import Change, Piece

_WORD = re.compile(r"\w+(?:[’'-]\w+)*|\s+|[^\w\s]")
_SENTENCE = re.compile(r".+?(?:[.!?…]\s+|\n|\Z)", re.DOTALL)
# Under this share of common characters, two texts are shown one after the other, not woven together.
LEAST_ALIKE = 0.35
SHORT = 40
MOST_NOTES = 5
_CRUMB = 3

Opcode = tuple[str, int, int, int, int]


def compare_texts(
    before: Formed, after: Formed, budget: Budget
) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Weave two texts together.

    Args:
        before: the older text.
        after: the newer one.
        budget: how much work is allowed.

    Returns:
        The pieces in reading order, what was removed before what replaces it; and the changes of form of the words
        that stayed, in French.
    """
    pieces: list[Piece] = []
    notes: list[str] = []
    for tag, a, b, c, d in operations(before.text, after.text, budget):
        if tag == "equal":
            pieces += after.pieces(Change.KEPT, c, d)
            notes += changes_of_form(before, after, a, c, b - a)
        else:
            pieces += before.pieces(Change.REMOVED, a, b) + after.pieces(Change.ADDED, c, d)
    if len(notes) > MOST_NOTES + 1:
        more = len(notes) - MOST_NOTES
        notes[MOST_NOTES:] = [f"et {more} autres changements de mise en forme"]
    return tuple(pieces), tuple(notes)


def operations(before: str, after: str, budget: Budget) -> list[Opcode]:
    """What is equal and what was replaced, counted in characters, at the borders of words."""
    head = _shared_start(before, after)
    tail = _shared_end(before[head:], after[head:])
    end, other_end = len(before) - tail, len(after) - tail
    inside = _moved(_middle(before[head:end], after[head:other_end], budget), head, head)
    return _joined(
        [
            ("equal", 0, head, 0, head),
            *inside,
            ("equal", end, len(before), other_end, len(after)),
        ]
    )


def _middle(before: str, after: str, budget: Budget) -> list[Opcode]:
    """Word by word, or sentence by sentence first when the texts are very long."""
    whole: list[Opcode] = [("replace", 0, len(before), 0, len(after))]
    if not before or not after:
        return whole
    woven = _by(_WORD, before, after, budget)
    if woven is not None:
        return _without_crumbs(woven, before, after)
    found: list[Opcode] = []
    for tag, a, b, c, d in _by(_SENTENCE, before, after, budget) or whole:
        inner = _by(_WORD, before[a:b], after[c:d], budget) if tag == "replace" else None
        if inner is None:
            found.append((tag, a, b, c, d))
        else:
            found += _moved(_without_crumbs(inner, before[a:b], after[c:d]), a, c)
    return found


def _by(pattern: re.Pattern[str], before: str, after: str, budget: Budget) -> list[Opcode] | None:
    """Operations on tokens, counted in characters; nothing when it would be too much work."""
    old, new = pattern.findall(before), pattern.findall(after)
    if not budget.takes_words(len(old) * len(new)):
        return None
    at, other_at = _starts(old), _starts(new)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) > 400)
    return [
        (tag, at[a], at[b], other_at[c], other_at[d]) for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _starts(tokens: Sequence[str]) -> list[int]:
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    return starts


def _moved(found: list[Opcode], by: int, other_by: int) -> list[Opcode]:
    return [
        (tag, a + by, b + by, c + other_by, d + other_by) for tag, a, b, c, d in found
    ]  # fmt: skip


def _without_crumbs(found: list[Opcode], before: str, after: str) -> list[Opcode]:
    """Replace as a whole where hardly anything is shared; drop shared crumbs between two changes."""
    shared = sum(b - a for tag, a, b, _, _ in found if tag == "equal")
    longest = max(len(before), len(after))
    if longest > SHORT and shared < LEAST_ALIKE * longest:
        return [("replace", 0, len(before), 0, len(after))]
    return [
        ("replace", a, b, c, d)
        if tag == "equal" and 0 < at < len(found) - 1 and len(before[a:b].strip()) < _CRUMB
        else (tag, a, b, c, d)
        for at, (tag, a, b, c, d) in enumerate(found)
    ]


def _joined(found: list[Opcode]) -> list[Opcode]:
    """Neighbours of the same fate put together, empty ones left out."""
    joined: list[Opcode] = []
    for tag, a, b, c, d in found:
        fate = "equal" if tag == "equal" else "replace"
        if (a, c) == (b, d):
            continue
        if joined and joined[-1][0] == fate:
            _, first, _, third, _ = joined[-1]
            joined[-1] = (fate, first, b, third, d)
        else:
            joined.append((fate, a, b, c, d))
    return joined


def _shared_start(before: str, after: str) -> int:
    """How many characters both begin with, up to the border of a word."""
    same = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        same += 1
    if same == len(before) == len(after):
        return same
    while same and (before[same - 1].isalnum() or before[same - 1] in "_’'-"):
        same -= 1
    return same


def _shared_end(before: str, after: str) -> int:
    return _shared_start(before[::-1], after[::-1])
