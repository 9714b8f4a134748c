"""From a draft to the CRDT: beginning a document, and bringing one to say something else as new updates."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from pycrdt import Map as YMap

from connect.coedit.draft import Draft, Node, Shape
from connect.coedit.reading import draft_of


def seed(draft: Draft, shape: Shape) -> bytes:
    """The update of a new document that says what a draft says."""
    document: Doc[Any] = Doc()
    bring_to(document, draft, shape)
    return document.get_update()


def bring_to(document: "Doc[Any]", draft: Draft, shape: Shape) -> None:
    """Change a document so that it says what a draft says, touching only what differs.

    Blocks that stay are left alone, so that whoever is typing in one goes on.

    Args:
        document: changed in place.
        draft: what it must say.
        shape: its parts.
    """
    now = draft_of(document, shape)
    with document.transaction():
        for name in shape.lines:
            text = draft.lines.get(name, "")
            root = document.get(name, type=XmlFragment)
            if now.lines[name] != text or not len(root.children):
                _replace_line(root, text)
        for name in shape.bodies:
            _bring_body(
                document.get(name, type=XmlFragment), draft.bodies.get(name, ()), now.bodies[name]
            )
        for name in shape.sets:
            _bring_set(document.get(name, type=YMap), draft.sets.get(name, frozenset()))
        if shape.fields:
            _bring_fields(document.get("fields", type=YMap), draft.fields, shape)


def _replace_line(root: XmlFragment, text: str) -> None:
    del root.children[0 : len(root.children)]
    paragraph = root.children.append(XmlElement("paragraph"))
    if text:
        paragraph.children.append(XmlText(text))


def _bring_body(root: XmlFragment, wanted: tuple[Node, ...], present: tuple[Node, ...]) -> None:
    if len(root.children) != len(present):
        # Something there reads as nothing or as several blocks: no place can be trusted.
        del root.children[0 : len(root.children)]
        present = ()
    # From the end, so that earlier places stay what they were.
    for low, high, nodes in reversed(_steps(present, wanted)):
        if high > low:
            del root.children[low:high]
        for offset, node in enumerate(nodes):
            _insert(root, low + offset, node)


def _steps(
    present: tuple[Node, ...], wanted: tuple[Node, ...]
) -> list[tuple[int, int, tuple[Node, ...]]]:
    """Which blocks go, and what comes in their place. What is alike at both ends is set aside first."""
    before, after = [repr(node) for node in present], [repr(node) for node in wanted]
    start = next(
        (n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    # Its heuristic for long texts leaves aside blocks that come back often: a text of empty lines stays quick.
    matcher = SequenceMatcher(
        None, before[start : len(before) - end], after[start : len(after) - end]
    )
    return [
        (start + low, start + high, wanted[start + new_low : start + new_high])
        for step, low, high, new_low, new_high in matcher.get_opcodes()
        if step != "equal"
    ]


def _insert(parent: Any, place: int, node: Node) -> None:
    element = parent.children.insert(place, _element(node))
    _fill(element, node)


def _element(node: Node) -> XmlElement:
    # The library's types know text only; it keeps numbers as numbers.
    attrs: dict[str, Any] = dict(node.attrs)
    return XmlElement(node.kind, attrs)


def _fill(element: Any, node: Node) -> None:
    text: Any = None
    before: set[str] = set()
    for child in node.children:
        if child.kind == "text":
            if text is None:
                text, before = element.children.append(XmlText()), set()
            before = _append_run(text, child, before)
        else:
            text = None
            added = element.children.append(_element(child))
            _fill(added, child)


def _append_run(text: Any, run: Node, before: set[str]) -> set[str]:
    """Add a run; a run takes the form of what stands before it unless told otherwise."""
    attrs: dict[str, Any] = {mark.kind: dict(mark.attrs) for mark in run.marks}
    kinds = set(attrs)
    # Places are counted in bytes, and a place inside a character is a panic: always at the end.
    text.insert(len(text), run.text, {**attrs, **dict.fromkeys(before - kinds)})
    return kinds


def _bring_set(root: "YMap[Any]", wanted: frozenset[str]) -> None:
    for name in sorted(root.keys()):
        if name not in wanted:
            del root[name]
    for name in sorted(wanted):
        if name not in root or root[name] is not True:
            root[name] = True


def _bring_fields(root: "YMap[Any]", wanted: Mapping[str, str], shape: Shape) -> None:
    for name in shape.fields:
        value = wanted.get(name, "")
        if (root[name] if name in root else "") != value:
            root[name] = value
