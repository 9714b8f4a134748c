"""Reads the sheets of `data/sheets/` and makes of each the draft that the editor would have written."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from connect.coedit.draft import Draft, Mark, Node, Value
from connect.coedit.schema import TONES
from connect.common.french import NARROW
from connect.common.templatetags.ui import typeset

FOLDER = Path(__file__).parent / "data" / "sheets"
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}
_LISTS = {"ul": "bulletList", "ol": "orderedList"}
_MARKED = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|\[(?P<words>.+?)\]\((?P<href>.+?)\)"
)
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
# The number of an offer from its reference; none when the catalogue does not have it.
FindOffer = Callable[[str], int | None]


class SheetRefused(ValueError):
    """Raised when a file says something that is not a block."""


@dataclass(frozen=True)
class Newer:
    """What somebody has written in a sheet since it was published.

    Attributes:
        draft: the whole text as it stands now.
        writers: roles of the accounts that wrote it.
        is_submitted: it awaits a review.
    """

    draft: Draft
    writers: tuple[str, ...]
    is_submitted: bool


@dataclass(frozen=True)
class SheetText:
    """A sheet of the demonstration.

    Attributes:
        slug: last part of its address.
        group: name of the group that writes it.
        writers: roles of the accounts that wrote it, the one who submitted it first.
        reviewer: role of the account that published it.
        verified_days_ago: how long before the first load it was checked.
        draft: what it says, without the day it was checked.
        newer: what was written since the publication.
    """

    slug: str
    group: str
    writers: tuple[str, ...]
    reviewer: str
    verified_days_ago: int
    draft: Draft
    newer: Newer | None


class _Blocks:
    """Makes blocks whose ids are the same at each load."""

    def __init__(self, slug: str, find_offer: FindOffer) -> None:
        self._slug = slug
        self._find_offer = find_offer
        self._made = 0

    def all(self, told: Iterable[Any]) -> tuple[Node, ...]:
        return tuple(node for one in told if (node := self.one(one)) is not None)

    def one(self, told: Any) -> Node | None:
        if isinstance(told, str):
            return self._node("paragraph", runs(told))
        name, value = next(iter(told.items()))
        if name in _HEADINGS:
            return self._node("heading", runs(value), level=_HEADINGS[name])
        if name in _LISTS:
            return self._node(_LISTS[name], [self._item(one) for one in value])
        if name in TONES:
            return self._node("callout", self.all(value), tone=name)
        if name == "quote":
            return self._node("blockquote", [self._node("paragraph", runs(value))])
        if name == "table":
            return self._table(value)
        if name == "offer":
            return self._offer(value, told.get("note", ""))
        raise SheetRefused(f"{self._slug}: « {name} » is no block.")

    def _item(self, told: str) -> Node:
        return self._node("listItem", [self._node("paragraph", runs(told))])

    def _table(self, rows: list[str]) -> Node:
        made = []
        for number, row in enumerate(rows):
            kind = "tableCell" if number else "tableHeader"
            cells = [
                self._node(kind, [self._node("paragraph", runs(cell.strip()))])
                for cell in row.split("|")
            ]
            made.append(self._node("tableRow", cells))
        return self._node("table", made)

    def _offer(self, reference: str, note: str) -> Node | None:
        found = self._find_offer(reference)
        return None if found is None else self._node("offer", (), ref=found, note=_line(note))

    def _node(self, kind: str, children: Iterable[Node], **attrs: Value) -> Node:
        self._made += 1
        key = hashlib.blake2s(f"{self._slug} {self._made}".encode(), digest_size=5).hexdigest()
        return Node(kind, {"id": key, **attrs}, tuple(children))


def runs(text: str) -> tuple[Node, ...]:
    """The runs of a text in which bold, italics and links are marked as in Markdown."""
    made, seen = [], 0
    whole = _line(text)
    for found in _MARKED.finditer(whole):
        made.append(Node("text", text=whole[seen : found.start()]))
        if found["bold"]:
            made.append(Node("text", text=found["bold"], marks=(Mark("bold"),)))
        elif found["italic"]:
            made.append(Node("text", text=found["italic"], marks=(Mark("italic"),)))
        else:
            link = Mark("link", {"href": found["href"]})
            made.append(Node("text", text=found["words"], marks=(link,)))
        seen = found.end()
    made.append(Node("text", text=whole[seen:]))
    return tuple(run for run in made if run.text)


def read_sheet(told: Mapping[str, Any], find_offer: FindOffer) -> SheetText:
    """A sheet from what its file says.

    Args:
        told: the file, parsed.
        find_offer: finds an offer by its reference; the card of one that is missing is left out.

    Raises:
        SheetRefused: when the file holds something that is not a block, or a change that fits nowhere.
    """
    blocks = _Blocks(told["slug"], find_offer)
    draft = Draft(
        lines={"title": _line(told["title"]), "summary": _line(told["summary"])},
        bodies={"body": blocks.all(told["body"]), "sources": blocks.all(told["sources"])},
        sets={
            "tags": frozenset(told["tags"]),
            "themes": frozenset(told["themes"]),
            "audiences": frozenset(told["audiences"]),
        },
        fields={"territory": told["territory"], "verified_on": ""},
    )
    return SheetText(
        slug=told["slug"],
        group=told["group"],
        writers=tuple(told["writers"]),
        reviewer=told["reviewer"],
        verified_days_ago=told["verified_days_ago"],
        draft=draft,
        newer=_newer(told["newer"], draft, blocks) if "newer" in told else None,
    )


def _newer(told: Mapping[str, Any], draft: Draft, blocks: _Blocks) -> Newer:
    body = list(draft.bodies["body"])
    for change in told["changes"]:
        start = _line(change["find"])
        at = next((i for i, node in enumerate(body) if node.plain.startswith(start)), None)
        if at is None:
            raise SheetRefused(f"No block begins with « {start} ».")
        put = list(blocks.all(change["put"]))
        # The block that takes the place of another keeps its id, as when a person edits it.
        if put and put[0].kind == body[at].kind:
            put[0] = replace(put[0], attrs={**put[0].attrs, "id": body[at].attrs["id"]})
        body[at : at + 1] = put
    lines = dict(draft.lines)
    if "summary" in told:
        lines["summary"] = _line(told["summary"])
    newer = replace(draft, lines=lines, bodies={**draft.bodies, "body": tuple(body)})
    return Newer(newer, tuple(told["writers"]), bool(told.get("submitted")))


def _line(text: str) -> str:
    """A text on one line, with French spaces."""
    return _THOUSANDS.sub(NARROW, typeset(" ".join(text.split())))


def all_sheets(find_offer: FindOffer) -> list[SheetText]:
    """Every sheet of the demonstration, in the order of their addresses."""
    files = sorted(FOLDER.glob("*.yaml"))
    return [
        read_sheet(yaml.safe_load(path.read_text(encoding="utf-8")), find_offer) for path in files
    ]
