"""A kind of document for tests: its owners, their rights and their history live in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from connect.coedit.draft import Draft, Node, Shape
from connect.coedit.kinds import Kind, Reason, Saved, register, unregister

SHAPE = Shape(lines=("title",), bodies=("body",), sets=("tags",), fields=("territory",))


def paragraph(text: str, key: str = "") -> Node:
    """A paragraph of plain text."""
    return Node("paragraph", {"id": key} if key else {}, (Node("text", text=text),))


@dataclass
class Notebook:
    """Owners of documents.

    Attributes:
        owners: what each says at first.
        writers: ids of the persons who may write.
        readers: ids of the persons who may only read.
        saved: what was written into the history: owner, draft, writers, reason.
        outside: how many times somebody else changed the owner.
    """

    owners: dict[int, Draft] = field(default_factory=dict)
    writers: set[int] = field(default_factory=set)
    readers: set[int] = field(default_factory=set)
    saved: list[tuple[int, Draft, list[int], Reason]] = field(default_factory=list)
    outside: int = 0

    def _base(self, owner: int) -> str:
        return f"{self.outside}"

    def _save(
        self, owner: int, draft: Draft, writers: Sequence[int], reason: Reason, by: Any
    ) -> Saved:
        self.saved.append((owner, draft, list(writers), reason))
        return Saved(base=self._base(owner))

    def register(self) -> None:
        """Become the kind « essai »."""
        register(
            Kind(
                code="essai",
                shape=SHAPE,
                exists=self.owners.__contains__,
                may_write=lambda user, owner: user.pk in self.writers,
                may_read=lambda user, owner: user.pk in self.readers,
                seed=self.owners.__getitem__,
                base=self._base,
                save=self._save,
            )
        )

    def unregister(self) -> None:
        """Be forgotten."""
        unregister("essai")
