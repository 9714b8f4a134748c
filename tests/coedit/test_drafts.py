"""Drafts go into the CRDT and come back alike; whatever an attacker puts in is read as harmless text."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from connect.coedit import crdt, schema
from connect.coedit.draft import Draft, Mark, Node
from connect.coedit.reading import draft_of
from connect.coedit.writing import bring_to, seed
from tests.coedit.notebook import SHAPE, paragraph

LETTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00")
WORDS = st.text(LETTERS, min_size=1, max_size=12)
MARKS = st.sampled_from(
    [(), (Mark("bold"),), (Mark("italic"),), (Mark("bold"), Mark("link", {"href": "https://e.org"}))]
)  # fmt: skip


def run_of(text: str, marks: tuple[Mark, ...]) -> Node:
    return Node("text", text=text, marks=marks)


@st.composite
def runs(draw: st.DrawFn) -> tuple[Node, ...]:
    """Runs as an editor leaves them: no two neighbours of the same form."""
    kept: list[Node] = []
    for text, marks in draw(st.lists(st.tuples(WORDS, MARKS), max_size=4)):
        if not kept or kept[-1].marks != marks:
            kept.append(run_of(text, marks))
    return tuple(kept)


PARAGRAPHS = st.builds(lambda inline: Node("paragraph", {}, inline), runs())
HEADINGS = st.builds(
    lambda level, inline: Node("heading", {"level": level}, inline), st.sampled_from(schema.HEADING_LEVELS), runs()
)  # fmt: skip
LISTS = st.builds(
    lambda kind, items: Node(kind, {}, tuple(Node("listItem", {}, (item,)) for item in items)),
    st.sampled_from(["bulletList", "orderedList"]),
    st.lists(PARAGRAPHS, min_size=1, max_size=3),
)
CALLOUTS = st.builds(
    lambda tone, inside: Node("callout", {"tone": tone}, tuple(inside)),
    st.sampled_from(schema.TONES),
    st.lists(PARAGRAPHS, min_size=1, max_size=2),
)
OFFERS = st.builds(
    lambda ref, note: Node("offer", {"ref": ref, "note": note}), st.integers(1, 10**6), WORDS
)
BODIES = st.lists(st.one_of(PARAGRAPHS, HEADINGS, LISTS, CALLOUTS, OFFERS), max_size=5)


def read(update: bytes) -> Draft:
    return draft_of(crdt.load([update]), SHAPE)


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES, st.frozensets(WORDS, max_size=3))
def test_a_draft_comes_back_alike_and_may_be_brought_to_another(
    first: list[Node], second: list[Node], tags: frozenset[str]
) -> None:
    start = Draft(
        {"title": "Un titre"}, {"body": tuple(first)}, {"tags": tags}, {"territory": "44"}
    )
    end = Draft(
        {"title": "Un autre"}, {"body": tuple(second)}, {"tags": frozenset()}, {"territory": ""}
    )
    update = seed(start, SHAPE)
    assert read(update) == start

    document = crdt.load([update])
    bring_to(document, end, SHAPE)
    assert draft_of(document, SHAPE) == end


def test_bringing_a_text_back_leaves_the_blocks_that_stay_to_whoever_types_in_them() -> None:
    kept, gone = paragraph("celui qui reste", "a1"), paragraph("celui qui part", "b2")
    update = seed(Draft(bodies={"body": (kept, gone)}), SHAPE)
    restored, typing = crdt.load([update]), crdt.load([update])

    before = restored.get_state()
    bring_to(restored, Draft(bodies={"body": (kept,)}), SHAPE)
    back = restored.get_update(before)
    body = typing.get("body", type=XmlFragment)
    body.children[0].children[0].insert(0, "oui, ")
    typing.apply_update(back)

    assert [node.plain for node in draft_of(typing, SHAPE).bodies["body"]] == [
        "oui, celui qui reste"
    ]


def hostile() -> "Doc[Any]":
    """A document that no editor of ours would make."""
    doc: Doc[Any] = Doc()
    body = doc.get("body", type=XmlFragment)
    add = body.children.append
    with doc.transaction():
        script = add(XmlElement("script", {"src": "//e"}))
        script.children.append(XmlText("alert(1)"))
        heading = add(XmlElement("heading", {"level": 99, "onclick": "x()", "id": "h1"}))
        text = heading.children.append(XmlText())
        text.insert(0, "titre", {"link": {"href": 12}, "bold": True, "evil": {"a": 1}})
        add(XmlElement("callout", {"tone": "<b>"}))
        add(XmlElement("offer", {"ref": "12; DROP", "note": "n" * 5000}))
        add(XmlElement("image", {"ref": -4}))
        item = add(XmlElement("listItem"))
        item.children.append(XmlText("orphelin"))
        table = add(XmlElement("table"))
        table.children.append(XmlText("hors d’une cellule"))
        add(XmlText("texte nu \x00"))
        doc.get("title", type=XmlFragment).children.append(XmlText("un\ntitre \x00 nu"))
        doc.get("tags", type=Map)["vrai"] = True
        doc.get("tags", type=Map)["faux"] = "oui"
        doc.get("fields", type=Map)["territory"] = 44.0
    return doc


def test_unknown_form_goes_and_its_text_stays() -> None:
    draft = draft_of(hostile(), SHAPE)

    kinds = [node.kind for node in draft.bodies["body"]]
    assert set(kinds) <= set(schema.TOP)
    said = " ".join(node.plain for node in draft.bodies["body"])
    for kept in ("alert(1)", "titre", "orphelin", "hors d’une cellule", "texte nu"):
        assert kept in said
    assert "\x00" not in said
    heading = next(node for node in draft.bodies["body"] if node.kind == "heading")
    assert heading.attrs == {"id": "h1", "level": 2}
    assert [mark.kind for mark in heading.children[0].marks] == ["bold"]
    offer = next(node for node in draft.bodies["body"] if node.kind == "offer")
    assert offer.attrs["ref"] == 0
    assert len(str(offer.attrs["note"])) == schema.LONGEST_ATTRIBUTE
    assert next(n for n in draft.bodies["body"] if n.kind == "image").attrs["ref"] == 0
    assert next(n for n in draft.bodies["body"] if n.kind == "callout").attrs["tone"] == "info"
    assert draft.lines["title"] == "un titre nu"
    assert draft.sets["tags"] == {"vrai"}
    assert draft.fields["territory"] == ""


@pytest.mark.parametrize("kind", ["blockquote", "listItem", "bulletList"])
def test_three_thousand_levels_are_read_as_text(kind: str) -> None:
    doc: Doc[Any] = Doc()
    inner = doc.get("body", type=XmlFragment)
    with doc.transaction():
        for _ in range(3000):
            inner = inner.children.append(XmlElement(kind))
        inner.children.append(XmlText("au fond"))
    update = doc.get_update()

    draft = read(update)

    assert "au fond" in "".join(node.plain for node in draft.bodies["body"])
