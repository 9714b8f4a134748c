"""How versions of a sheet differ: field by field, three ways, and word by word in long texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from connect.contributions.sheets.book import Book
from connect.contributions.sheets.questions import Question, questions_of
from connect.contributions.sheets.reading import empty
from connect.contributions.sheets.wording import items_of

KEPT, REMOVED, ADDED = "kept", "removed", "added"
# Comparing is quadratic: beyond this many words on one side, the two texts are shown whole.
MOST_WORDS = 2500
_WORDS = re.compile(r"\S+|\s+")


@dataclass(frozen=True)
class Piece:
    """A run of words of two texts: kept, removed or added."""

    how: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One question to which the author answers otherwise than the sheet they started from.

    Attributes:
        question: what is asked.
        base: the value the author started from.
        live: the value today.
        proposed: the author's value.
        book: the words of codes.
    """

    question: Question
    base: Any
    live: Any
    proposed: Any
    book: Book

    @property
    def name(self) -> str:
        """The field."""
        return self.question.name

    @property
    def label(self) -> str:
        """The question in words."""
        return self.question.label

    @property
    def is_done(self) -> bool:
        """Whether the sheet says so already."""
        return bool(self.live == self.proposed)

    @property
    def is_conflict(self) -> bool:
        """Whether somebody else wrote something else meanwhile."""
        return bool(self.live != self.base) and not self.is_done

    @property
    def before(self) -> str:
        """Today’s value in words."""
        return self._words(self.live)

    @property
    def after(self) -> str:
        """The proposed value in words."""
        return self._words(self.proposed)

    @property
    def started(self) -> str:
        """The value the author started from, in words."""
        return self._words(self.base)

    @property
    def pieces(self) -> list[Piece]:
        """What goes from today’s value to the proposed one: words of a text, or items of a list."""
        before = items_of(self.question, self.live, self.book)
        after = items_of(self.question, self.proposed, self.book)
        if self.question.is_worded:
            return compare_texts("".join(before), "".join(after))
        return compare_items(before, after)

    @property
    def is_worded(self) -> bool:
        """Whether it is compared word by word."""
        return self.question.is_worded

    def _words(self, value: Any) -> str:
        return ", ".join(items_of(self.question, value, self.book))


def differences(
    subject: str,
    base: Mapping[str, Any],
    live: Mapping[str, Any],
    proposed: Mapping[str, Any],
    book: Book,
) -> list[Difference]:
    """What the author changes, in the order of the sheet; what they left as it was is theirs in nothing."""
    found = []
    for question in questions_of(subject):
        nothing = empty(question)
        was = base.get(question.name, nothing)
        wanted = proposed.get(question.name, was)
        if wanted != was:
            now = live.get(question.name, nothing)
            found.append(Difference(question, was, now, wanted, book))
    return found


def moved(
    subject: str, base: Mapping[str, Any], live: Mapping[str, Any], book: Book
) -> list[Difference]:
    """What somebody else changed since the author began."""
    return differences(subject, base, base, live, book)


def compare_texts(before: str, after: str) -> list[Piece]:
    """Two texts word by word."""
    first, second = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(first), len(second)) > 2 * MOST_WORDS:
        pairs = ((REMOVED, before), (ADDED, after))
        return [Piece(how, text) for how, text in pairs if text]
    blocks: list[tuple[bool, str, str]] = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for how, a, b, c, d in matcher.get_opcodes():
        old, new = "".join(first[a:b]), "".join(second[c:d])
        # A space kept between two changed words belongs to the change: it is read in one go.
        lone = how == "equal" and not old.strip() and bool(blocks) and d < len(second)
        changed = how != "equal" or lone
        if changed and blocks and blocks[-1][0]:
            _, before_it, after_it = blocks.pop()
            old, new = before_it + old, after_it + new
        blocks.append((changed, old, new))
    return [piece for block in blocks for piece in _pieces(*block)]


def _pieces(changed: bool, old: str, new: str) -> list[Piece]:
    if not changed:
        return [Piece(KEPT, old)]
    return [Piece(how, text) for how, text in ((REMOVED, old), (ADDED, new)) if text]


def compare_items(before: tuple[str, ...], after: tuple[str, ...]) -> list[Piece]:
    """Two lists: what goes, what stays, what comes."""
    return [
        *(Piece(REMOVED, one) for one in before if one not in after),
        *(Piece(KEPT, one) for one in before if one in after),
        *(Piece(ADDED, one) for one in after if one not in before),
    ]
