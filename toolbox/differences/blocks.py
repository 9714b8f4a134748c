"""What changed inside blocks: words, cells of tables, items of lists, notes of cards."""

from collections.abc import Mapping, Sequence

from connect.coedit.draft import Node
from connect.coedit.schema import INLINE_HOLDERS
from connect.common.french import quoted
from toolbox.differences.budget import Budget
from toolbox.differences.formed import formed, plain
from toolbox.differences.matching import Match, Seen, match_blocks
from toolbox.differences.shapes import Block, Change, Fold
from toolbox.differences.words import compare_texts

CARDS = {"offer": "note", "image": "caption"}
TONES = {
    "info": "À savoir",
    "warning": "Attention",
    "example": "Exemple",
    "check": "Point à vérifier",
}
KINDS = {
    "paragraph": "un paragraphe",
    "heading": "un titre",
    "bulletList": "une liste à puces",
    "orderedList": "une liste numérotée",
    "tableHeader": "une cellule d’en-tête",
    "tableCell": "une cellule ordinaire",
}
# Names of offers and images, by kind and number.
Names = Mapping[tuple[str, int], str]


class Comparer:
    """Compares blocks, with one budget for a whole document.

    Args:
        names: of the offers and images that either text shows.
    """

    def __init__(self, names: Names) -> None:
        self._names = names
        self.budget = Budget()

    def compare(self, before: Sequence[Node], after: Sequence[Node]) -> tuple[Block, ...]:
        """What became of neighbouring blocks."""
        return self._compared([Seen(one) for one in before], [Seen(one) for one in after])

    def _compared(self, before: Sequence[Seen], after: Sequence[Seen]) -> tuple[Block, ...]:
        return tuple(self._told(match) for match in match_blocks(before, after, self.budget))

    def _told(self, matched: Match) -> Block:
        match matched:
            case Match(before=Seen() as before, after=Seen() as after):
                if before.signature == after.signature:
                    return self._whole(after, Change.KEPT, is_moved=matched.is_moved)
                return self._changed(before, after, is_moved=matched.is_moved)
            case Match(after=Seen() as after):
                return self._whole(after, Change.ADDED)
            case Match(before=Seen() as before):
                return self._whole(before, Change.REMOVED)
        raise ValueError("A match holds at least one block.")

    def _whole(self, seen: Seen, change: Change, *, is_moved: bool = False) -> Block:
        """A block that met one fate with all that it holds."""
        node = seen.node
        text = formed(node) if node.kind in INLINE_HOLDERS else plain(_caption(node))
        return Block(
            change=change,
            kind=node.kind,
            attrs=node.attrs,
            pieces=tuple(text.pieces(change)),
            blocks=tuple(self._whole(child, change) for child in seen.children),
            name=self._name(node),
            is_moved=is_moved,
        )

    def _changed(self, before: Seen, after: Seen, *, is_moved: bool) -> Block:
        old, new = before.node, after.node
        if new.kind in INLINE_HOLDERS:
            pieces, notes = compare_texts(formed(old), formed(new), self.budget)
        else:
            pieces, notes = compare_texts(plain(_caption(old)), plain(_caption(new)), self.budget)
        return Block(
            change=Change.CHANGED,
            kind=new.kind,
            attrs=new.attrs,
            pieces=pieces,
            blocks=self._inside(before, after),
            notes=(*_changes_of_attributes(old, new), *notes),
            name=self._name(new),
            is_moved=is_moved,
        )

    def _inside(self, before: Seen, after: Seen) -> tuple[Block | Fold, ...]:
        if after.node.kind == "tableRow":
            return self._cells(before.children, after.children)
        return self._compared(before.children, after.children)

    def _cells(self, before: Sequence[Seen], after: Sequence[Seen]) -> tuple[Block, ...]:
        """Cells of a row: by their ids when each has one, else by their places."""
        known = {seen.node.attrs.get("id") for seen in before} - {None, ""}
        if any(seen.node.attrs.get("id") in known for seen in after):
            return self._compared(before, after)
        longest = max(len(before), len(after))
        padded_before = [*before, *[None] * (longest - len(before))]
        padded_after = [*after, *[None] * (longest - len(after))]
        return tuple(
            self._told(Match(one, other))
            for one, other in zip(padded_before, padded_after, strict=True)
        )

    def _name(self, node: Node) -> str:
        ref = node.attrs.get("ref")
        return self._names.get((node.kind, ref), "") if isinstance(ref, int) else ""


def _caption(node: Node) -> str:
    return str(node.attrs.get(CARDS.get(node.kind, ""), ""))


def _changes_of_attributes(old: Node, new: Node) -> list[str]:
    notes = []
    if old.kind != new.kind:
        was, now = KINDS.get(old.kind, old.kind), KINDS.get(new.kind, new.kind)
        notes.append(f"{was} est devenu {now}" if was[2] != "e" else f"{was} est devenue {now}")
    elif old.attrs.get("level") != new.attrs.get("level"):
        notes.append(
            f"titre de niveau {old.attrs.get('level')} passé au niveau {new.attrs.get('level')}"
        )
    if old.attrs.get("tone") != new.attrs.get("tone"):
        was, now = (TONES.get(str(one.attrs.get("tone")), "") for one in (old, new))
        notes.append(f"encadré {quoted(was)} devenu {quoted(now)}")
    if old.attrs.get("alt", "") != new.attrs.get("alt", ""):
        was, now = (str(one.attrs.get("alt", "")) or "vide" for one in (old, new))
        notes.append(f"texte de remplacement {quoted(was)} devenu {quoted(now)}")
    return notes
