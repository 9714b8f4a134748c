"""Medians, percentiles, and the lines of the report."""

import statistics
from collections.abc import Mapping, Sequence


def median(values: Sequence[float]) -> float:
    """The middle value, NaN without any."""
    return statistics.median(values) if values else float("nan")


def percentile(values: Sequence[float], part: float) -> float:
    """The value under which this part of the values is, NaN without any.

    Args:
        values: in any order.
        part: from 0 to 1.
    """
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def line(name: str, figures: Mapping[str, float], unit: str, bar: str = "") -> None:
    """Print one line of the report.

    Args:
        name: what was measured.
        figures: names and values.
        unit: of the values.
        bar: what is wanted, in words.
    """
    told = "  ".join(f"{key} {value:,.1f}" for key, value in figures.items())
    print(f"{name:58}{told} {unit}{f'   (wanted: {bar})' if bar else ''}", flush=True)


def ratio(name: str, ours: float, theirs: float, *, less_is_better: bool) -> None:
    """Print how ours compares.

    Args:
        name: what is compared.
        ours: our figure.
        theirs: the other's.
        less_is_better: of a time; not of a number in a second.
    """
    better = theirs / ours if less_is_better else ours / theirs
    print(
        f"{name:58}ours {ours:,.1f}   theirs {theirs:,.1f}   ours is {better:.2f} × as good",
        flush=True,
    )
