"""From a draft to the CRDT: beginning a document, and bringing one to say something else as new updates."""

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from pycrdt import Map as YMap

from connect.coedit.draft import Draft, Mark, Node, Shape
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
    before, after = [repr(node) for node in present], [repr(node) for node in wanted]
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    # From the end, so that earlier places stay what they were.
    for step, low, high, new_low, new_high in reversed(steps):
        if step == "equal":
            continue
        if high > low:
            del root.children[low:high]
        for offset, node in enumerate(wanted[new_low:new_high]):
            _insert(root, low + offset, node)


def _insert(parent: Any, place: int, node: Node) -> None:
    element = parent.children.insert(place, _element(node))
    _fill(element, node)


def _element(node: Node) -> XmlElement:
    # The library's types know text only; it keeps numbers as numbers.
    attrs: dict[str, Any] = dict(node.attrs)
    return XmlElement(node.kind, attrs)


def _fill(element: Any, node: Node) -> None:
    text: Any = None
    for child in node.children:
        if child.kind == "text":
            if text is None:
                text = element.children.append(XmlText())
            _append_run(text, child)
        else:
            text = None
            added = element.children.append(_element(child))
            _fill(added, child)


def _append_run(text: Any, run: Node) -> None:
    kinds = {mark.kind for mark in run.marks}
    attrs: dict[str, Any] = {mark.kind: _mark_value(mark) for mark in run.marks}
    # A run takes the form of what stands before it unless told otherwise.
    before = text.diff()
    for kind in before[-1][1] or () if before else ():
        if kind not in kinds:
            attrs[kind] = None
    # Places are counted in bytes, and a place inside a character is a panic: always at the end.
    text.insert(len(text), run.text, attrs)


def _mark_value(mark: Mark) -> dict[str, Any]:
    return dict(mark.attrs)


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
