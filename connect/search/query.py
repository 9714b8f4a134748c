"""A query as engines receive it: stems only, so that nothing typed is ever read as syntax."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One way to satisfy a clause: every stem is present, side by side when `phrase`."""

    stems: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """What one word asked for: its own terms, which rank higher, or a synonym."""

    own: tuple[Term, ...]
    synonyms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Every clause must match, or any one of them when `every` is false."""

    clauses: tuple[Clause, ...]
    every: bool = True

    def terms(self) -> Iterator[Term]:
        """All the terms, synonyms included."""
        for clause in self.clauses:
            yield from clause.own
            yield from clause.synonyms
