"""Which block of a text became which block of another: by its id first, then by what it says."""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from connect.coedit.draft import Node
from connect.coedit.schema import INLINE_HOLDERS
from toolbox.differences.budget import Budget

LISTS = frozenset({"bulletList", "orderedList"})
CELLS = frozenset({"tableHeader", "tableCell"})
# Share of common words from which two blocks are the same one, rewritten.
ALIKE = 0.5
ALIKE_ALONE = 0.25
# How many candidates a block is compared with, so that time stays linear.
CANDIDATES = 12
# A text at least this long that is found again elsewhere was moved.
TELLING = 20


@dataclass(frozen=True)
class Seen:
    """A block with what is needed to recognise it, worked out once.

    Attributes:
        node: the block.
    """

    node: Node
    children: tuple["Seen", ...] = field(init=False)

    def __post_init__(self) -> None:
        """See its children too."""
        inside = self.node.children if self.node.kind not in INLINE_HOLDERS else ()
        object.__setattr__(self, "children", tuple(Seen(child) for child in inside))

    @cached_property
    def signature(self) -> tuple[Any, ...]:
        """What it says and how, without its ids: equal when nothing changed."""
        node = self.node
        attrs = tuple(sorted((k, str(v)) for k, v in node.attrs.items() if k != "id"))
        inside = tuple(child.signature for child in self.children) or _runs(node)
        return node.kind, attrs, inside

    @cached_property
    def mark(self) -> int:
        """A short form of the signature."""
        return hash(self.signature)

    @cached_property
    def words(self) -> "Counter[str]":
        """Its words, counted; those of two cells are two words."""
        if not self.children:
            return Counter(self.node.plain.lower().split())
        found: Counter[str] = Counter()
        for child in self.children:
            found.update(child.words)
        return found

    @cached_property
    def length(self) -> int:
        """How many words it has."""
        return sum(self.words.values())


@dataclass(frozen=True)
class Match:
    """A block of the older text and what became of it; one of the two may be missing."""

    before: Seen | None
    after: Seen | None
    is_moved: bool = False


def _runs(node: Node) -> tuple[Any, ...]:
    runs: list[tuple[str, Any]] = []
    for run in node.children:
        form = tuple(sorted((mark.kind, str(mark.attrs.get("href", ""))) for mark in run.marks))
        if runs and runs[-1][1] == form:
            runs[-1] = (runs[-1][0] + run.plain, form)
        elif run.plain:
            runs.append((run.plain, form))
    return tuple(runs)


def same_family(one: Node, other: Node) -> bool:
    """Whether a block may become the other without being another one: a paragraph a heading, a list a list."""
    if one.kind in ("offer", "image"):
        return one.kind == other.kind and one.attrs.get("ref") == other.attrs.get("ref")
    families = (INLINE_HOLDERS, LISTS, CELLS)
    return one.kind == other.kind or any({one.kind, other.kind} <= each for each in families)


def likeness(one: Seen, other: Seen) -> float:
    """Share of the words that two blocks have in common, from 0 to 1."""
    total = one.length + other.length
    if not total:
        return 1.0 if one.node.kind == other.node.kind else 0.0
    small, large = sorted((one.words, other.words), key=len)
    shared = sum(min(count, large[word]) for word, count in small.items())
    return 2 * shared / total


def match_blocks(before: Sequence[Seen], after: Sequence[Seen], budget: Budget) -> list[Match]:
    """Tell what became of each block.

    Args:
        before: blocks of the older text, neighbours.
        after: blocks of the newer one.
        budget: how much work is allowed.

    Returns:
        Every block of both, in the order of the newer text; what was removed stands where it was.
    """
    pairs = _by_id(before, after)
    _by_mark(before, after, pairs)
    steady = _longest_in_order(pairs)
    _by_likeness(before, after, pairs, steady, budget)
    return _ordered(before, after, pairs, steady)


def _by_id(before: Sequence[Seen], after: Sequence[Seen]) -> dict[int, int]:
    """Numbers of the newer blocks that carry the id of an older one, and its number."""
    known: dict[Any, int] = {}
    for at, seen in enumerate(before):
        if key := seen.node.attrs.get("id"):
            known.setdefault(key, at)
    pairs = {}
    for at, seen in enumerate(after):
        found = known.get(seen.node.attrs.get("id"))
        if found is not None and same_family(before[found].node, seen.node):
            pairs[at] = found
            del known[seen.node.attrs["id"]]
    return pairs


def _by_mark(before: Sequence[Seen], after: Sequence[Seen], pairs: dict[int, int]) -> None:
    """Add blocks that say the same, word for word, wherever they stand."""
    taken = set(pairs.values())
    known: dict[int, deque[int]] = defaultdict(deque)
    for at, seen in enumerate(before):
        if at not in taken and len(seen.node.plain) >= TELLING:
            known[seen.mark].append(at)
    for at, seen in enumerate(after):
        found = known.get(seen.mark)
        if at not in pairs and found:
            pairs[at] = found.popleft()


def _longest_in_order(pairs: dict[int, int]) -> set[int]:
    """The newer numbers of the longest run of pairs that kept their order; the others moved."""
    lasts: list[int] = []
    ends: list[int] = []
    previous: dict[int, int | None] = {}
    for at in sorted(pairs):
        place = bisect_left(lasts, pairs[at])
        previous[at] = ends[place - 1] if place else None
        lasts[place : place + 1] = [pairs[at]]
        ends[place : place + 1] = [at]
    steady: set[int] = set()
    here = ends[-1] if ends else None
    while here is not None:
        steady.add(here)
        here = previous[here]
    return steady


def _by_likeness(
    before: Sequence[Seen],
    after: Sequence[Seen],
    pairs: dict[int, int],
    steady: set[int],
    budget: Budget,
) -> None:
    """Add rewritten blocks, between blocks that stayed in order."""
    taken = set(pairs.values())
    start, first = 0, 0
    for at in [*sorted(steady), len(after)]:
        stop = pairs.get(at, len(before))
        old = [i for i in range(first, stop) if i not in taken]
        new = [j for j in range(start, at) if j not in pairs]
        for i, j in _alike([(i, before[i]) for i in old], [(j, after[j]) for j in new], budget):
            pairs[j] = i
            steady.add(j)
        start, first = at + 1, stop + 1


def _alike(
    old: list[tuple[int, Seen]], new: list[tuple[int, Seen]], budget: Budget
) -> list[tuple[int, int]]:
    """Numbers of blocks that are one, rewritten; both lists are followed in order."""
    least = ALIKE_ALONE if len(old) == len(new) == 1 else ALIKE
    found, start = [], 0
    for j, seen in new:
        best, best_at = 0.0, -1
        for at in range(start, min(start + CANDIDATES, len(old))):
            one = old[at][1]
            if same_family(one.node, seen.node) and budget.takes_pair():
                score = likeness(one, seen)
                if score > best:
                    best, best_at = score, at
        if best >= least:
            found.append((old[best_at][0], j))
            start = best_at + 1
    return found


def _ordered(
    before: Sequence[Seen], after: Sequence[Seen], pairs: dict[int, int], steady: set[int]
) -> list[Match]:
    taken = set(pairs.values())
    matches: list[Match] = []
    first = 0

    def removed_until(stop: int) -> None:
        nonlocal first
        matches.extend(Match(before[i], None) for i in range(first, stop) if i not in taken)
        first = max(first, stop + 1)

    for j, seen in enumerate(after):
        if j in steady:
            removed_until(pairs[j])
        matches.append(
            Match(before[pairs[j]], seen, is_moved=j not in steady)
            if j in pairs
            else Match(None, seen)
        )
    removed_until(len(before))
    return matches
