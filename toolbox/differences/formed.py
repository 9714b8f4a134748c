"""Texts with the forms of their stretches (bold, italics, links), and what changed in these forms."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from connect.coedit.draft import Mark, Node
from connect.common.french import quoted
from toolbox.differences.shapes import Change, Piece

_LONGEST_QUOTE = 60
_NAMES = {"bold": "gras", "italic": "italique"}
Forms = tuple[str, ...]


@dataclass(frozen=True)
class Formed:
    """A text with the forms of its stretches.

    Attributes:
        text: the whole text.
        stretches: start, end and forms of each, in order and without a hole.
    """

    text: str
    stretches: tuple[tuple[int, int, Forms], ...]

    @cached_property
    def ends(self) -> list[int]:
        """Where each stretch ends."""
        return [end for _, end, _ in self.stretches]

    def between(self, start: int, end: int) -> Iterator[tuple[int, int, Forms]]:
        """The stretches between two places, shortened to them."""
        at = bisect_right(self.ends, start)
        while start < end and at < len(self.stretches) and self.stretches[at][0] < end:
            first, last, forms = self.stretches[at]
            yield max(first, start), min(last, end), forms
            at += 1

    def pieces(self, change: Change, start: int = 0, end: int | None = None) -> list[Piece]:
        """The pieces between two places, all of the same fate."""
        last = len(self.text) if end is None else end
        return [Piece(self.text[a:b], change, forms) for a, b, forms in self.between(start, last)]


def formed(node: Node) -> Formed:
    """The text of a block, neighbours of the same form put together."""
    parts: list[str] = []
    stretches: list[tuple[int, int, Forms]] = []
    length = 0
    for run in node.children:
        words = run.plain
        forms = tuple(sorted({_form(mark) for mark in run.marks}))
        start, length = length, length + len(words)
        parts.append(words)
        if stretches and stretches[-1][2] == forms:
            start = stretches.pop()[0]
        if length > start:
            stretches.append((start, length, forms))
    return Formed("".join(parts), tuple(stretches))


def plain(text: str) -> Formed:
    """A text without form."""
    return Formed(text, ((0, len(text), ()),) if text else ())


def _form(mark: Mark) -> str:
    return f"link:{mark.attrs.get('href', '')}" if mark.kind == "link" else mark.kind


def changes_of_form(before: Formed, after: Formed, a: int, c: int, length: int) -> list[str]:
    """What changed in the form of words that both texts hold.

    Args:
        before: the older text.
        after: the newer one.
        a: where the words begin in the older text.
        c: where they begin in the newer one.
        length: how many characters they have.

    Returns:
        One sentence for each change, in French.
    """
    old = [(first - a, last - a, forms) for first, last, forms in before.between(a, a + length)]
    new = [(first - c, last - c, forms) for first, last, forms in after.between(c, c + length)]
    notes: list[str] = []
    i = j = 0
    while i < len(old) and j < len(new):
        start, end = max(old[i][0], new[j][0]), min(old[i][1], new[j][1])
        words = after.text[c + start : c + end].strip()
        if words and old[i][2] != new[j][2]:
            notes += _told(old[i][2], new[j][2], words)
        i, j = i + (old[i][1] == end), j + (new[j][1] == end)
    return notes


def _told(was: Forms, now: Forms, words: str) -> list[str]:
    short = words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()}…"
    shown = quoted(short)
    told = []
    for form in sorted(set(now) - set(was)):
        if form.startswith("link:"):
            told.append(f"{shown} mène maintenant à {form[5:]}")
        else:
            told.append(f"{shown} est mis en {_NAMES.get(form, form)}")
    led, leads = (any(form.startswith("link:") for form in forms) for forms in (was, now))
    if led and not leads:
        told.append(f"{shown} n’est plus un lien")
    told += [
        f"{shown} n’est plus en {_NAMES.get(form, form)}"
        for form in sorted(set(was) - set(now))
        if not form.startswith("link:")
    ]
    return told
