"""What a document says, out of any database and any CRDT: the form that features read and write.

A body is a list of blocks in the vocabulary of ProseMirror, which the editor, the CRDT and `schema` share.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | bool


@dataclass(frozen=True)
class Mark:
    """A quality of a run of text: `bold`, `italic`, or `link` with `href`."""

    kind: str
    attrs: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Node:
    """A block, or a run of text.

    Attributes:
        kind: as in `schema.NODES`, or `text`.
        attrs: as `schema` allows for the kind; blocks carry a stable `id`.
        children: blocks and runs, in order.
        text: of a run only.
        marks: of a run only.
    """

    kind: str
    attrs: Mapping[str, Value] = field(default_factory=dict)
    children: tuple["Node", ...] = ()
    text: str = ""
    marks: tuple[Mark, ...] = ()

    @property
    def plain(self) -> str:
        """The text of the node and of all that it holds, without form."""
        if self.kind == "text":
            return self.text
        if self.kind == "hardBreak":
            return "\n"
        return "".join(child.plain for child in self.children)


@dataclass(frozen=True)
class Shape:
    """The parts that a kind of document has; each is a root of the CRDT, named alike.

    Attributes:
        lines: texts on one line, without form (`title`).
        bodies: blocks (`body`).
        sets: names that people add and take away (`tags`).
        fields: the names of the single values kept together in the root `fields`.
    """

    lines: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Everything that a document says at one moment; a part that is absent is empty."""

    lines: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
