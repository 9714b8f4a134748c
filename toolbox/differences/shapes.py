"""What a difference is made of; templates read it as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from connect.coedit.draft import Value


class Change(StrEnum):
    """What became of a thing from one text to the other."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """A run of text.

    Attributes:
        text: the words.
        change: kept, added or removed.
        forms: `bold`, `italic`, or `link:` followed by its address.
    """

    text: str
    change: Change
    forms: tuple[str, ...] = ()

    @property
    def is_bold(self) -> bool:
        """Whether it is drawn in bold."""
        return "bold" in self.forms

    @property
    def is_italic(self) -> bool:
        """Whether it is drawn in italics."""
        return "italic" in self.forms

    @property
    def is_link(self) -> bool:
        """Whether it leads somewhere."""
        return any(form.startswith("link:") for form in self.forms)


@dataclass(frozen=True)
class Fold:
    """Blocks in a row that did not change, folded until somebody asks for them."""

    blocks: tuple["Block", ...]
    kind: str = "fold"


@dataclass(frozen=True)
class Block:
    """A block of either text, or of both.

    Attributes:
        change: what became of it.
        kind: as in `connect.coedit.schema`, of the newer text when it is there.
        attrs: those of the newer text when it is there.
        pieces: its words, for a block of text; its note or caption, for an offer or an image.
        blocks: those that it holds.
        notes: changes that words cannot show (« mis en gras »), in French.
        name: of the offer or of the image.
        is_moved: whether it stands elsewhere than before.
    """

    change: Change
    kind: str
    attrs: Mapping[str, Value] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()
    blocks: tuple["Block | Fold", ...] = ()
    notes: tuple[str, ...] = ()
    name: str = ""
    is_moved: bool = False


@dataclass(frozen=True)
class SetChange:
    """Names of a set (tags, themes…), sorted."""

    name: str
    kept: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether a name came or left."""
        return bool(self.added or self.removed)


@dataclass(frozen=True)
class FieldChange:
    """A single value (territory…), in words; empty when there is none."""

    name: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether it is another value."""
        return self.before != self.after


@dataclass(frozen=True)
class Difference:
    """Everything that changed from one text to another.

    Attributes:
        lines: the pieces of each text on one line (`title`), all kept when it did not change.
        bodies: the blocks of each body, long unchanged stretches folded; empty when nothing changed in it.
        sets: tags, themes, audiences.
        fields: territory, date of verification.
        added: how many blocks of the bodies are new.
        removed: how many are gone.
        changed: how many changed or moved.
    """

    lines: Mapping[str, tuple[Piece, ...]]
    bodies: Mapping[str, tuple[Block | Fold, ...]]
    sets: tuple[SetChange, ...]
    fields: tuple[FieldChange, ...]
    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def changed_lines(self) -> Mapping[str, tuple[Piece, ...]]:
        """The texts on one line that changed."""
        return {
            name: pieces
            for name, pieces in self.lines.items()
            if any(piece.change != Change.KEPT for piece in pieces)
        }

    @property
    def is_empty(self) -> bool:
        """Whether both texts say the same."""
        return not (
            self.changed_lines
            or any(self.bodies.values())
            or any(one.is_changed for one in self.sets)
            or any(one.is_changed for one in self.fields)
        )
