"""Folds long stretches of blocks that did not change, and counts those that did."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from toolbox.differences.shapes import Block, Change, Fold

# Shorter stretches are left as they are, unless they say more than this many characters.
SHORTEST = 3
LONG = 400
# Kinds that are kept in sight beside a change, to tell where it stands.
BESIDE = frozenset({"heading", "paragraph", "listItem"})
# Rows are not folded: what a column says is read in its first row.
UNFOLDED = frozenset({"table", "tableRow"})


def _still(block: Block) -> bool:
    return block.change == Change.KEPT and not block.is_moved


def fold(blocks: Sequence[Block]) -> tuple[Block | Fold, ...]:
    """Fold what did not change, at every level.

    Args:
        blocks: neighbours.

    Returns:
        Blocks in the same order, long unchanged stretches in a `Fold`; nothing at all when nothing changed.
    """
    return () if all(_still(block) for block in blocks) else _folded(blocks)


def _folded(blocks: Sequence[Block]) -> tuple[Block | Fold, ...]:
    shown: list[Block | Fold] = []
    start = 0
    while start < len(blocks):
        stop = start
        while stop < len(blocks) and _still(blocks[stop]):
            stop += 1
        shown += _stretch(blocks[start:stop], at_start=start == 0, at_end=stop == len(blocks))
        if stop < len(blocks):
            shown.append(_opened(blocks[stop]))
        start = stop + 1
    return tuple(shown)


def _stretch(blocks: Sequence[Block], *, at_start: bool, at_end: bool) -> Iterable[Block | Fold]:
    """Unchanged blocks: those near a change in sight, the others folded."""
    if not blocks:
        return blocks
    before = 0 if at_start or not _is_light(blocks[0]) else 1
    after = 0 if at_end or len(blocks) == before or not _is_light(blocks[-1]) else 1
    hidden = blocks[before : len(blocks) - after]
    if len(hidden) < SHORTEST and sum(_length(block) for block in hidden) <= LONG:
        return blocks
    return [*blocks[:before], Fold(tuple(hidden)), *blocks[len(blocks) - after :]]


def _is_light(block: Block) -> bool:
    return block.kind in BESIDE and _length(block) <= LONG


def _length(block: Block) -> int:
    """How many characters a block says, with what it holds."""
    inside = sum(_length(one) for one in block.blocks if isinstance(one, Block))
    return inside + sum(len(piece.text) for piece in block.pieces)


def _opened(block: Block) -> Block:
    inside = [one for one in block.blocks if isinstance(one, Block)]
    if block.change != Change.CHANGED or not inside:
        return block
    if block.kind in UNFOLDED:
        return replace(block, blocks=tuple(_opened(one) for one in inside))
    return replace(block, blocks=_folded(inside))


def count(blocks: Iterable[Block]) -> Counter[Change]:
    """How many blocks were added, removed, or changed in words or place."""
    found: Counter[Change] = Counter()
    for block in blocks:
        if block.change == Change.KEPT and block.is_moved:
            found[Change.CHANGED] += 1
        else:
            found[block.change] += 1
    return found
