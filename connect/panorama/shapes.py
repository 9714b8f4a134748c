"""Outlines of the departments, shipped with the product; a region without a file has tables and no map."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Shape:
    """The outline of a department, and where its name is written, in units of the drawing."""

    code: str
    outline: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Every outline of a region on one sheet."""

    view_box: str
    credit: str
    shapes: dict[str, Shape]


@cache
def drawings() -> tuple[Drawing, ...]:
    """Every drawing shipped, in the order of the files."""
    return tuple(_read(path) for path in sorted(DATA.glob("departments_*.json")))


def _read(path: Path) -> Drawing:
    content = json.loads(path.read_text(encoding="utf-8"))
    shapes = {
        code: Shape(code, one["outline"], one["x"], one["y"])
        for code, one in content["departments"].items()
    }
    return Drawing(content["view_box"], content["credit"], shapes)


def drawing_of(codes: Collection[str]) -> Drawing | None:
    """The drawing that has every one of these departments, or `None`: half a map would lie."""
    if not codes:
        return None
    return next((one for one in drawings() if set(codes) <= set(one.shapes)), None)
