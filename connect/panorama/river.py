"""The drawing of the cover: each typology is a strand, as broad as its number of offers, and all make one river."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600.0, 420.0
BED = 0.56
"""Share of the height that the river takes where the strands have joined."""
SPRING = 3.0
"""Thickness of a strand at its spring, in units of the drawing."""


@dataclass(frozen=True)
class Ribbon:
    """A strand as a closed outline."""

    strand: str
    outline: str


def ribbons(counts: Sequence[tuple[str, int]]) -> list[Ribbon]:
    """Outlines of the strands from their springs, evenly spread at the left, to the river at the right.

    Args:
        counts: strand and number of offers, from top to bottom.
    """
    whole = sum(count for _, count in counts)
    if not whole:
        return []
    drawn = []
    top = HEIGHT * (1 - BED) / 2
    for rank, (strand, count) in enumerate(counts):
        spring = HEIGHT * (rank + 0.5) / len(counts)
        thickness = HEIGHT * BED * count / whole
        if count:
            drawn.append(Ribbon(strand, _outline(spring, top, top + thickness)))
        top += thickness
    return drawn


def _outline(spring: float, top: float, bottom: float) -> str:
    bend, mouth = WIDTH * 0.42, WIDTH * 0.72
    high, low = spring - SPRING / 2, spring + SPRING / 2
    return (
        f"M0 {high:.1f}C{bend:.0f} {high:.1f} {bend:.0f} {top:.1f} {mouth:.0f} {top:.1f}"
        f"H{WIDTH:.0f}V{bottom:.1f}H{mouth:.0f}"
        f"C{bend:.0f} {bottom:.1f} {bend:.0f} {low:.1f} 0 {low:.1f}Z"
    )
