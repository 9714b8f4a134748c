"""From the CRDT to a draft: total, whatever browsers or attackers put in. Unknown form goes, its text stays."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from pycrdt import Map as YMap

from connect.coedit import schema
from connect.coedit.draft import Draft, Mark, Node, Shape, Value
from connect.common.sanitising import one_line

MOST_NAMES = 200


def draft_of(document: "Doc[Any]", shape: Shape) -> Draft:
    """What a document says.

    Args:
        document: loaded with `crdt.load`; roots that it lacks are empty.
        shape: the parts to read; others are left alone.
    """
    return Draft(
        lines={name: _line(_fragment(document, name)) for name in shape.lines},
        bodies={name: _body(_fragment(document, name)) for name in shape.bodies},
        sets={name: _names(_map(document, name)) for name in shape.sets},
        fields=_fields(_map(document, "fields"), shape) if shape.fields else {},
    )


def _fragment(document: "Doc[Any]", name: str) -> XmlFragment:
    root: XmlFragment = document.get(name, type=XmlFragment)
    return root


def _map(document: "Doc[Any]", name: str) -> "YMap[Any]":
    root: YMap[Any] = document.get(name, type=YMap)
    return root


def _names(root: "YMap[Any]") -> frozenset[str]:
    kept = sorted(name for name in root.keys() if root[name] is True)
    return frozenset(_clean(name) for name in kept[:MOST_NAMES])


def _fields(root: "YMap[Any]", shape: Shape) -> dict[str, str]:
    values = {name: root[name] if name in root else "" for name in shape.fields}
    return {
        name: _clean(value)[: schema.LONGEST_ATTRIBUTE] if isinstance(value, str) else ""
        for name, value in values.items()
    }


def _clean(text: str) -> str:
    # PostgreSQL stores no NUL, and no database stores half a character.
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _line(root: XmlFragment) -> str:
    texts = (one_line("".join(_texts(child))) for child in root.children)
    return " ".join(text for text in texts if text)


def _texts(node: Any) -> Iterator[str]:
    """Every text under a node, by iteration: depth is the attacker's to choose."""
    stack = [node]
    while stack:
        here = stack.pop()
        if isinstance(here, XmlText):
            yield "".join(run for run, _ in here.diff() if isinstance(run, str)).replace("\x00", "")
        elif isinstance(here, XmlElement) and here.tag == "hardBreak":
            yield " "
        elif isinstance(here, XmlFragment | XmlElement):
            stack.extend(reversed(list(here.children)))


def _body(root: XmlFragment) -> tuple[Node, ...]:
    return tuple(_blocks(root, schema.TOP, depth=0))


def _blocks(parent: Any, allowed: tuple[str, ...], depth: int) -> Iterator[Node]:
    """The blocks under a parent; one that may not stand here gives its text as a paragraph."""
    for child in parent.children:
        kind = getattr(child, "tag", None)
        if kind in allowed and depth < schema.DEEPEST:
            yield _block(child, kind, depth)
            continue
        text = _clean("".join(_texts(child)))
        if text.strip():
            yield from _as_paragraphs(text, allowed)


def _as_paragraphs(text: str, allowed: tuple[str, ...]) -> Iterator[Node]:
    run = Node("text", text=text)
    if "paragraph" in allowed:
        yield Node("paragraph", children=(run,))
    elif "listItem" in allowed:
        yield Node("listItem", children=(Node("paragraph", children=(run,)),))
    elif "tableCell" in allowed:
        yield Node("tableCell", children=(Node("paragraph", children=(run,)),))
    elif "tableRow" in allowed:
        cell = Node("tableCell", children=(Node("paragraph", children=(run,)),))
        yield Node("tableRow", children=(cell,))


def _block(element: Any, kind: str, depth: int) -> Node:
    attrs = _attrs(kind, dict(element.attributes))
    if kind in schema.INLINE_HOLDERS:
        return Node(kind, attrs, tuple(_inline(element)))
    holds = schema.HOLDS.get(kind, ())
    return Node(kind, attrs, tuple(_blocks(element, holds, depth + 1)) if holds else ())


def _attrs(kind: str, given: Mapping[str, Any]) -> dict[str, Value]:
    attrs: dict[str, Value] = {}
    for name in ("id", *schema.NODES[kind]):
        value = _value(given.get(name))
        if value is not None:
            attrs[name] = value
    if kind == "heading" and attrs.get("level") not in schema.HEADING_LEVELS:
        attrs["level"] = schema.HEADING_LEVELS[0]
    if kind == "callout" and attrs.get("tone") not in schema.TONES:
        attrs["tone"] = schema.TONES[0]
    if "ref" in schema.NODES[kind]:
        attrs["ref"] = _number(attrs.get("ref"))
    return attrs


def _value(value: Any) -> Value | None:
    """Text, whole number or truth; numbers come as floats, which JavaScript does not tell apart."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value) if math.isfinite(value) and abs(value) < 2**53 else None
    if isinstance(value, str):
        return _clean(value)[: schema.LONGEST_ATTRIBUTE]
    return None


def _number(value: Value | None) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _inline(parent: Any) -> Iterator[Node]:
    for child in parent.children:
        if isinstance(child, XmlText):
            yield from _runs(child)
        elif getattr(child, "tag", None) == "hardBreak":
            yield Node("hardBreak")
        elif text := _clean("".join(_texts(child))):
            yield Node("text", text=text)


def _runs(text: XmlText) -> Iterator[Node]:
    for run, given in text.diff():
        if isinstance(run, str) and run:
            yield Node("text", text=_clean(run), marks=_marks(given or {}))


def _marks(given: Mapping[str, Any]) -> tuple[Mark, ...]:
    marks = []
    for kind, allowed in schema.MARKS.items():
        attrs = given.get(kind)
        if attrs is None or attrs is False:
            continue
        kept = {}
        for name in allowed:
            value = _value(attrs.get(name)) if isinstance(attrs, dict) else None
            if isinstance(value, str):
                kept[name] = value
        if len(kept) == len(allowed):
            marks.append(Mark(kind, kept))
    return tuple(marks)
