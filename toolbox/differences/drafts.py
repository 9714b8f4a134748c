"""Compares two drafts, part by part."""

from collections import Counter
from collections.abc import Callable, Mapping

from connect.coedit.draft import Draft, Shape
from connect.coedit.schema import INLINE_HOLDERS
from toolbox.differences.blocks import Comparer, Names
from toolbox.differences.folding import count, fold
from toolbox.differences.formed import plain
from toolbox.differences.shapes import Change, Difference, FieldChange, SetChange
from toolbox.differences.words import compare_texts

# Blocks of both texts together; a real sheet has a few hundreds.
MOST_BLOCKS = 20_000
# Words for a value of a set or of a field: the part, and the value.
Wording = Callable[[str, str], str]


class TooLong(ValueError):
    """Raised when two texts have more blocks than a page can weave together."""


def compare(
    before: Draft,
    after: Draft,
    shape: Shape,
    *,
    names: Names | None = None,
    wording: Wording = lambda part, value: value,
) -> Difference:
    """Tell what changed from one text to another.

    Args:
        before: the older text.
        after: the newer one.
        shape: the parts that both have.
        names: of offers and images, by kind and number.
        wording: gives the words of codes (a theme, a territory).

    Returns:
        Every part; time grows with the length of the texts, a budget bounds the rest.

    Raises:
        TooLong: over `MOST_BLOCKS` blocks.
    """
    _refuse_too_long(before, after)
    comparer = Comparer(names or {})
    bodies = {
        name: comparer.compare(before.bodies.get(name, ()), after.bodies.get(name, ()))
        for name in shape.bodies
    }
    counts = sum((count(blocks) for blocks in bodies.values()), Counter())
    return Difference(
        lines={
            name: compare_texts(
                plain(before.lines.get(name, "")),
                plain(after.lines.get(name, "")),
                comparer.budget,
            )[0]
            for name in shape.lines
        },
        bodies={name: fold(blocks) for name, blocks in bodies.items()},
        sets=tuple(_names_changed(name, before.sets, after.sets, wording) for name in shape.sets),
        fields=tuple(
            FieldChange(
                name,
                _worded(name, before.fields, wording),
                _worded(name, after.fields, wording),
            )
            for name in shape.fields
        ),
        added=counts[Change.ADDED],
        removed=counts[Change.REMOVED],
        changed=counts[Change.CHANGED],
    )


def _refuse_too_long(*drafts: Draft) -> None:
    waiting = [node for draft in drafts for body in draft.bodies.values() for node in body]
    seen = 0
    while waiting:
        node = waiting.pop()
        seen += 1
        if seen > MOST_BLOCKS:
            raise TooLong(f"More than {MOST_BLOCKS} blocks.")
        if node.kind not in INLINE_HOLDERS:
            waiting.extend(node.children)


def _names_changed(
    name: str,
    before: Mapping[str, frozenset[str]],
    after: Mapping[str, frozenset[str]],
    wording: Wording,
) -> SetChange:
    old, new = before.get(name, frozenset()), after.get(name, frozenset())

    def worded(values: frozenset[str]) -> tuple[str, ...]:
        return tuple(sorted((wording(name, value) for value in values), key=str.casefold))

    return SetChange(
        name, kept=worded(old & new), added=worded(new - old), removed=worded(old - new)
    )


def _worded(name: str, fields: Mapping[str, str], wording: Wording) -> str:
    value = fields.get(name, "")
    return wording(name, value) if value else ""
