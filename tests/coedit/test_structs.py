"""Only what an editor of ours makes may enter a document."""

from typing import Any

import pytest
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText

from connect.coedit import crdt, frames, structs
from connect.coedit.carets import told_by
from connect.coedit.draft import Draft, Mark, Node
from connect.coedit.frames import FrameRefused, State
from connect.coedit.writing import seed
from tests.accounts.factories import UserFactory
from tests.coedit.notebook import SHAPE

STRANGE = {
    "an undefined type": b"\x01\x01\x07\x00\x07\x01\x04body\x0f\x00",
    "a sub-document": b"\x01\x01\x07\x00\x07\x01\x04body\x09\x00",
    "a hook": b"\x01\x01\x07\x00\x07\x01\x04body\x05\x01a\x00",
    "a client beyond what JavaScript counts": b"\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x00\x04\x01\x01a\x01b\x00",
    "a text that is no UTF-8": b"\x01\x01\x07\x00\x04\x01\x04body\x01\xff\x00",
    "too many structures": b"\x01\xff\xff\x7f\x07\x00",
    "bytes that are left": b"\x00\x00\x00",
}


def test_strange_structures_are_refused() -> None:
    for what, update in STRANGE.items():
        with pytest.raises(FrameRefused):
            structs.read(update)
            pytest.fail(what)
        with pytest.raises(crdt.Unreadable):
            crdt.check(update)


def test_types_that_no_editor_makes_are_refused() -> None:
    for made in (Map({"a": 1}), Array([1]), Text("a")):
        doc: Doc[Any] = Doc()
        root: Map[Any] = doc.get("tags", type=Map)
        root["x"] = made
        with pytest.raises(crdt.Unreadable):
            crdt.check(doc.get_update())
    nested: Doc[Any] = Doc()
    values: Map[Any] = nested.get("tags", type=Map)
    values["x"] = {"deep": {"deeper": [1]}}
    with pytest.raises(crdt.Unreadable):
        crdt.check(nested.get_update())


def test_whatever_the_editor_makes_passes_and_its_spans_are_exact() -> None:
    text = Node(
        "text", text="é 🌱 texte", marks=(Mark("bold"), Mark("link", {"href": "https://e.org"}))
    )
    body = (
        Node("heading", {"id": "a", "level": 2}, (text,)),
        Node(
            "table",
            {},
            (Node("tableRow", {}, (Node("tableCell", {}, (Node("paragraph", {}, (text,)),)),)),),
        ),
        Node("offer", {"ref": 12, "note": "voir"}),
    )
    draft = Draft(
        {"title": "Titre"}, {"body": body}, {"tags": frozenset({"a"})}, {"territory": "44"}
    )
    update = seed(draft, SHAPE)
    crdt.check(update)

    doc: Doc[Any] = Doc()
    doc.apply_update(update)
    root: XmlFragment = doc.get("body", type=XmlFragment)
    del root.children[0]
    later = doc.get_update()
    crdt.check(later)
    written, deleted = structs.read(later)
    # One client wrote everything, from its first clock to the one that the state vector tells.
    ((spans,),) = [written.values()]
    state = frames.Reader(doc.get_state())
    assert (state.number(), state.number()) == (1, next(iter(written)))
    assert spans == [(0, state.number())]
    assert structs.covers(written, deleted)
    assert not structs.covers(deleted, written)


def test_a_gap_is_known_and_does_not_come_back_for_ever() -> None:
    doc: Doc[Any] = Doc()
    updates: list[bytes] = []
    watching = doc.observe(lambda event: updates.append(event.update))
    root: XmlFragment = doc.get("body", type=XmlFragment)
    for number in range(3):
        root.children.append(XmlElement("paragraph")).children.append(XmlText(f"{number}"))
    doc.unobserve(watching)
    first, last = updates[0], updates[-1]
    with_gap = crdt.fold([first, last]).state

    extent = crdt.extent_of(with_gap)
    assert extent.waiting
    assert extent.holds(with_gap)
    assert not extent.holds(doc.get_update())


def test_many_deletions_are_compared_at_once() -> None:
    """Ten thousand ranges: quadratic, this test alone would last longer than all the others of its folder."""
    doc: Doc[Any] = Doc()
    text = doc.get("text", type=Text)
    text += "ab" * 10_000
    with doc.transaction():
        for place in range(10_000):
            del text[place]
    extent = crdt.extent_of(doc.get_update())
    assert sum(len(spans) for spans in extent.deleted.values()) >= 9_999
    assert extent.holds(doc.get_update())


@pytest.mark.django_db
def test_a_caret_that_editors_cannot_draw_is_left_out() -> None:
    user = UserFactory()
    good = {"type": {"client": 3, "clock": 0}, "tname": None, "item": None, "assoc": -1}
    bad: list[Any] = [
        None, 3, "x", {}, {"type": 5}, {"item": {"client": "1", "clock": 2}}, {"item": {"client": 1}},
        {"item": {"client": True, "clock": 1}}, {"item": {"client": 2**60, "clock": 1}}, {"tname": 5},
        {"tname": "x" * 99},
    ]  # fmt: skip
    for place in bad:
        told = told_by(State(1, 1, {"cursor": {"anchor": place, "head": good}}), user).value
        assert told
        assert set(told) == {"user"}, place
    told = told_by(State(1, 1, {"cursor": {"anchor": good, "head": good}}), user).value
    assert told
    assert told["cursor"]["anchor"] == {"type": {"client": 3, "clock": 0}, "assoc": -1}
    assert told_by(State(1, 2, None), user).value is None
