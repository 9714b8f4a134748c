"""Brings any tree to what the schema allows: forms that are unknown or out of place go, their text stays."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from connect.coedit import schema
from connect.coedit.draft import Draft, Mark, Node, Value
from connect.common.sanitising import one_line

GOOD_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# A path of the site, or a place of the same page.
_INSIDE = re.compile(r"(/(?![/\\])|#)[^\s\\]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
SCHEMES = frozenset({"http", "https", "mailto"})
LARGEST_REF = 2**31 - 1
WIDEST_TABLE = 12
# A block with one of these kinds gives way to its text where it may not stand.
_INLINE = frozenset({"text", "hardBreak"})


def cleaned(draft: Draft) -> Draft:
    """The same draft with bodies that hold nothing but what the schema allows, each block with an id of its own."""
    bodies = {name: clean_body(nodes) for name, nodes in draft.bodies.items()}
    return Draft(draft.lines, bodies, draft.sets, draft.fields)


def clean_body(nodes: Iterable[Node], allowed: Sequence[str] = schema.TOP) -> tuple[Node, ...]:
    """Blocks as the schema allows them.

    Args:
        nodes: anything.
        allowed: the kinds that may stand at the top.
    """
    return _with_ids(_blocks(nodes, allowed, depth=0))


def clean_text(text: object) -> str:
    """Text without control characters or halves of characters, which no database keeps."""
    return _CONTROL.sub("", text) if isinstance(text, str) else ""


def clean_address(value: object) -> str:
    """The address of a link, or nothing when a browser could run it."""
    address = clean_text(value).strip()
    if not address or len(address) > schema.LONGEST_ATTRIBUTE:
        return ""
    if _INSIDE.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme.lower() not in SCHEMES or re.search(r"\s", address):
        return ""
    if parts.scheme.lower() == "mailto":
        return address if parts.path else ""
    return address if parts.netloc and not (parts.username or parts.password) else ""


def plain_of(node: Node) -> str:
    """The text under a node, however deep."""
    found, stack = [], [node]
    while stack:
        here = stack.pop()
        if here.kind == "text":
            found.append(clean_text(here.text))
        elif here.kind == "hardBreak":
            found.append("\n")
        else:
            stack.extend(reversed(here.children))
    return "".join(found)


def _blocks(nodes: Iterable[Node], allowed: Sequence[str], depth: int) -> list[Node]:
    kept: list[Node] = []
    loose: list[Node] = []

    def close() -> None:
        runs = tuple(_inline(loose, depth))
        loose.clear()
        if any(run.kind == "text" and run.text.strip() for run in runs):
            kept.extend(_holding(runs, allowed))

    for node in nodes:
        if node.kind in _INLINE:
            loose.append(node)
            continue
        close()
        if depth >= schema.DEEPEST:
            loose.append(Node("text", text=plain_of(node)))
            close()
        elif node.kind in allowed:
            kept.extend(_block(node, depth))
        else:
            kept.extend(_spared(node, allowed, depth))
    close()
    return kept


def _spared(node: Node, allowed: Sequence[str], depth: int) -> list[Node]:
    """What stays of a block that may not stand here: its blocks, or its words."""
    words = tuple(
        Node("text", text=clean_text(node.attrs.get(name)))
        for name in ("caption", "note")
        if node.kind in schema.NODES and clean_text(node.attrs.get(name)).strip()
    )
    return _blocks((*words, *node.children), allowed, depth + 1)


def _holding(runs: tuple[Node, ...], allowed: Sequence[str]) -> Iterator[Node]:
    """Loose text, in the nearest block that may stand here."""
    paragraph = Node("paragraph", children=runs)
    if "paragraph" in allowed:
        yield paragraph
    elif "listItem" in allowed:
        yield Node("listItem", children=(paragraph,))
    elif "tableCell" in allowed:
        yield Node("tableCell", children=(paragraph,))
    elif "tableRow" in allowed:
        yield Node("tableRow", children=(Node("tableCell", children=(paragraph,)),))


def _block(node: Node, depth: int) -> Iterator[Node]:
    attrs = _attrs(node)
    if node.kind in schema.INLINE_HOLDERS:
        yield Node(node.kind, attrs, tuple(_inline(node.children, depth)))
        return
    holds = schema.HOLDS.get(node.kind)
    if holds is None:
        if node.kind in {"image", "offer"} and not attrs["ref"]:
            # It points at nothing: its words are all that can be kept.
            yield from _spared(node, schema.TOP, depth)
        else:
            yield Node(node.kind, attrs)
        return
    children = tuple(_blocks(node.children, holds, depth + 1))
    if node.kind == "table":
        children = _squared(children)
    if not children and node.kind in {"tableCell", "tableHeader", "callout", "blockquote"}:
        children = (Node("paragraph"),)
    if children:
        yield Node(node.kind, attrs, children)


def _squared(rows: tuple[Node, ...]) -> tuple[Node, ...]:
    """Rows of the same width; what stands beyond the widest table allowed goes into the last cell."""
    rows = tuple(row for row in rows if row.children)
    width = min(max((len(row.children) for row in rows), default=0), WIDEST_TABLE)
    squared = []
    for row in rows:
        cells = list(row.children[:width])
        for more in row.children[width:]:
            last = cells[-1]
            cells[-1] = Node(last.kind, last.attrs, (*last.children, *_paragraphs(more)))
        empty = Node("tableCell", children=(Node("paragraph"),))
        cells += [empty] * (width - len(cells))
        squared.append(Node(row.kind, row.attrs, tuple(cells)))
    return tuple(squared)


def _paragraphs(cell: Node) -> tuple[Node, ...]:
    return tuple(child for child in cell.children if child.kind == "paragraph")


def _inline(nodes: Iterable[Node], depth: int) -> list[Node]:
    runs: list[Node] = []
    for node in nodes:
        if node.kind == "hardBreak":
            runs.append(Node("hardBreak"))
            continue
        marks = _marks(node.marks) if node.kind == "text" else ()
        text = clean_text(node.text) if node.kind == "text" else plain_of(node)
        if not text:
            continue
        if runs and runs[-1].kind == "text" and runs[-1].marks == marks:
            runs[-1] = Node("text", text=runs[-1].text + text, marks=marks)
        else:
            runs.append(Node("text", text=text, marks=marks))
    return runs


def _marks(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks that exist, in one order, each once."""
    found: dict[str, Mark] = {}
    for mark in marks:
        if mark.kind == "link":
            if href := clean_address(mark.attrs.get("href")):
                found.setdefault("link", Mark("link", {"href": href}))
        elif mark.kind in schema.MARKS:
            found.setdefault(mark.kind, Mark(mark.kind))
    return tuple(found[kind] for kind in schema.MARKS if kind in found)


def _attrs(node: Node) -> dict[str, Value]:
    given, attrs = node.attrs, dict[str, Value]()
    identity = given.get("id")
    if isinstance(identity, str) and GOOD_ID.fullmatch(identity):
        attrs["id"] = identity
    for name in schema.NODES[node.kind]:
        attrs[name] = _attribute(name, given.get(name))
    return attrs


def _attribute(name: str, value: object) -> Value:
    if name == "level":
        found = [level for level in schema.HEADING_LEVELS if level == value]
        return found[0] if found else schema.HEADING_LEVELS[0]
    if name == "tone":
        return value if isinstance(value, str) and value in schema.TONES else schema.TONES[0]
    if name == "ref":
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST_REF:
            return value
        return 0
    return one_line(clean_text(value))[: schema.LONGEST_ATTRIBUTE]


def _with_ids(blocks: Sequence[Node]) -> tuple[Node, ...]:
    """The same blocks, each with an id that no other has; a block keeps its own when it can."""
    taken: set[str] = set()
    waiting = 0

    def named(node: Node) -> Node:
        nonlocal waiting
        if node.kind in _INLINE:
            return node
        own = str(node.attrs.get("id", ""))
        while not own or own in taken:
            waiting += 1
            seed = f"{waiting}|{node.kind}|{node.plain[:80]}"
            own = hashlib.sha256(seed.encode()).hexdigest()[:10]
        taken.add(own)
        children = tuple(named(child) for child in node.children)
        return Node(node.kind, {**node.attrs, "id": own}, children, node.text, node.marks)

    return tuple(named(block) for block in blocks)
