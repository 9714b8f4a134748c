"""Reads the table of who may see what."""

import fnmatch
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from tests.rights.routes import Route

TABLE = Path(__file__).parent / "matrix.yaml"


@dataclass(frozen=True)
class Line:
    """One line of the table.

    Attributes:
        page: the address as the resolver writes it, or a pattern that ends with `**`.
        who: the roles that are answered.
        values: what stands for the parameters, by name: keys of the world.
        post: whether the address only takes what is sent to it.
        shows: a word that the address itself gives the right to read.
    """

    page: str
    who: frozenset[str]
    values: tuple[tuple[str, str], ...] = ()
    post: bool = False
    shows: str = ""

    @property
    def is_family(self) -> bool:
        """Whether the line stands for many addresses of Wagtail or Django."""
        return self.page.endswith("**")

    def covers(self, route: Route) -> bool:
        """Whether the line speaks of an address."""
        if self.is_family:
            return fnmatch.fnmatchcase(route.shown, self.page.replace("[", "[[]"))
        return self.page == route.shown


@dataclass(frozen=True)
class Matrix:
    """The whole table.

    Attributes:
        roles: code and sentence of each role.
        lines: in the order of the file; one address may have several, about different things.
    """

    roles: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]

    def lines_of(self, route: Route) -> tuple[Line, ...]:
        """The lines that speak of an address: those that name it, else the first family that holds it."""
        named = tuple(line for line in self.lines if line.page == route.shown)
        families = [line for line in self.lines if line.is_family and line.covers(route)]
        return named or tuple(families[:1])


@cache
def matrix() -> Matrix:
    """The table of `matrix.yaml`.

    Raises:
        ValueError: when a line names a role or a group that is not declared, or an address twice.
    """
    told = yaml.safe_load(TABLE.read_text())
    roles = tuple(told["roles"].items())
    groups: dict[str, frozenset[str]] = {code: frozenset([code]) for code, _ in roles}
    for name, members in told["groups"].items():
        groups[name] = frozenset().union(*(groups[member] for member in members))
    lines = [
        Line(
            entry["page"],
            frozenset().union(*(groups[name] for name in block["who"])),
            tuple(sorted({**block.get("with", {}), **entry.get("with", {})}.items())),
            entry.get("post", False),
            entry.get("shows", ""),
        )
        for block in told["pages"]
        for entry in map(_entry, block["pages"])
    ]
    told_twice = [(line.page, line.values) for line in lines]
    if twice := sorted({one[0] for one in told_twice if told_twice.count(one) > 1}):
        raise ValueError(f"Told twice: {twice}")
    return Matrix(roles, tuple(lines))


def _entry(written: str | dict[str, object]) -> dict[str, object]:
    return {"page": written} if isinstance(written, str) else written
