"""What changed between two texts of a sheet, told so that a person sees it at a glance."""

from toolbox.differences.drafts import TooLong, compare
from toolbox.differences.shapes import (
    Block,
    Change,
    Difference,
    FieldChange,
    Fold,
    Piece,
    SetChange,
)

__all__ = [
    "Block",
    "Change",
    "Difference",
    "FieldChange",
    "Fold",
    "Piece",
    "SetChange",
    "TooLong",
    "compare",
]
