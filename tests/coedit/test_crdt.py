"""What is done to updates: nothing is lost in folding, and what breaks a document is left out alone."""

import random
from typing import Any

import pytest
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from connect.coedit import crdt


def typed(text: str) -> tuple[bytes, list[bytes]]:
    """A text typed one character after the other: the whole, and each update."""
    doc: Doc[Any] = Doc()
    written = doc.get("text", type=Text)
    updates: list[bytes] = []
    watching = doc.observe(lambda event: updates.append(event.update))
    for character in text:
        written.insert(len(written), character)
    doc.unobserve(watching)
    return doc.get_update(), updates


def text_of(state: bytes) -> str:
    doc: Doc[Any] = Doc()
    doc.apply_update(state)
    return str(doc.get("text", type=Text))


def test_a_hole_in_the_log_is_kept_open_until_it_is_filled() -> None:
    _, updates = typed("abcdef")
    draw = random.Random(4)
    for _ in range(60):
        order = updates[:]
        draw.shuffle(order)
        cut = draw.randrange(1, len(order))
        first = crdt.fold(order[:cut]).state
        second = crdt.fold([first, *order[cut:]]).state
        assert text_of(second) == "abcdef"


def test_a_snapshot_holds_the_state_not_the_history() -> None:
    doc: Doc[Any] = Doc()
    text = doc.get("text", type=Text)
    updates: list[bytes] = []
    watching = doc.observe(lambda event: updates.append(event.update))
    for _ in range(300):
        text.insert(0, "passager")
        del text[0:8]
    text.insert(0, "reste")
    doc.unobserve(watching)

    state = crdt.fold(updates).state

    assert text_of(state) == "reste"
    assert len(state) < len(crdt.merge(updates)) / 20


def test_bytes_that_are_no_update_are_refused() -> None:
    whole, _ = typed("bonjour")
    for bad in (b"", b"\x00", b"\x01", b"\xff" * 40, whole[:-3], b"bonjour"):
        with pytest.raises(crdt.Unreadable):
            crdt.check(bad)
        with pytest.raises(crdt.Unreadable):
            crdt.lacking(whole, b"\xff" * 11)
    crdt.check(whole)


def test_mutated_updates_are_refused_or_harmless() -> None:
    """Whatever passes the check may be stored: the document must still open, with what was there before."""
    whole, _ = typed("le texte d’avant")
    draw = random.Random(11)
    passed = 0
    for _ in range(3000):
        bad = bytearray(typed_once)
        for _ in range(draw.randrange(1, 4)):
            bad[draw.randrange(len(bad))] = draw.randrange(256)
        try:
            crdt.check(bytes(bad))
        except crdt.Unreadable:
            continue
        passed += 1
        folded = crdt.fold([whole, bytes(bad)])
        assert 0 not in folded.culprits
        assert text_of(folded.state).count("avant") == 1
    assert passed > 20


typed_once, _ = typed("x" * 12)


def test_an_update_that_cannot_be_applied_is_left_out_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Such bytes are rare (eight of 48,000 mutations): the library is made to refuse some that are known."""
    whole, _ = typed("avant")
    poison, _ = typed("poison")
    after, _ = typed("après")

    class Refusing(Doc):  # type: ignore[type-arg]  # the library's own default
        def apply_update(self, update: bytes) -> None:
            if b"poison" in update or (b"p" in update and b"oison" in update):
                raise RuntimeError("Cannot apply update: block parent must be deleted")
            super().apply_update(update)

    assert b"poison" in crdt.merge([whole, poison]) or b"p" in poison
    monkeypatch.setattr(crdt, "Doc", Refusing)

    folded = crdt.fold([whole, poison, after])

    assert folded.culprits == (1,)
    read = text_of(folded.state)
    assert "avant" in read
    assert "après" in read


def test_what_a_document_holds_is_told_from_what_is_new() -> None:
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    for number in range(5):
        added = body.children.append(XmlElement("paragraph"))
        added.children.append(XmlText(f"ligne {number}"))
    del body.children[1]
    del body.children[2]
    extent = crdt.extent_of(doc.get_update())

    # What a browser answers to the document’s own vector: every deletion, and nothing new.
    answer = doc.get_update(doc.get_state())
    assert answer != crdt.EMPTY_UPDATE
    assert extent.holds(answer)
    assert extent.holds(doc.get_update())

    other: Doc[Any] = Doc()
    other.apply_update(doc.get_update())
    before = other.get_state()
    del other.get("body", type=XmlFragment).children[0]
    assert not extent.holds(other.get_update(before))
    before = other.get_state()
    other.get("body", type=XmlFragment).children.append(XmlElement("paragraph"))
    assert not extent.holds(other.get_update(before))
