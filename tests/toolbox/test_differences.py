"""What changed between two texts: matched, woven, told, within bounded time."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connect.coedit.draft import Draft, Mark, Node, Shape
from toolbox.differences import Block, Change, Difference, Fold, Piece, TooLong, compare

SHAPE = Shape(
    lines=("title", "summary"),
    bodies=("body", "sources"),
    sets=("tags", "themes"),
    fields=("territory",),
)
FORMATS = {Change.KEPT: "{}", Change.ADDED: "[+{}+]", Change.REMOVED: "[-{}-]"}


def text(words: str, *marks: Mark) -> Node:
    return Node("text", text=words, marks=marks)


def p(words: str, key: str = "", kind: str = "paragraph", **attrs: str | int) -> Node:
    return Node(kind, {"id": key, **attrs}, (text(words),))


def holder(kind: str, *children: Node, key: str = "", **attrs: str | int) -> Node:
    return Node(kind, {"id": key, **attrs}, children)


def told(before: list[Node], after: list[Node]) -> Difference:
    return compare(
        Draft(bodies={"body": tuple(before)}), Draft(bodies={"body": tuple(after)}), SHAPE
    )


def body(difference: Difference) -> list[Block]:
    """The blocks of the body, folds opened."""
    opened: list[Block] = []
    for one in difference.bodies["body"]:
        opened += one.blocks if isinstance(one, Fold) else [one]
    return opened


def woven(pieces: tuple[Piece, ...]) -> str:
    return "".join(FORMATS[piece.change].format(piece.text) for piece in pieces)


def lines(difference: Difference) -> list[tuple[str, str]]:
    return [(str(block.change), woven(block.pieces)) for block in body(difference)]


def test_words_are_woven_at_their_borders() -> None:
    cases = [
        (
            "Le prêt dure deux ans.",
            "Le prêt dure trois ans.",
            "Le prêt dure [-deux-][+trois+] ans.",
        ),
        ("Un mot", "Un mot de plus", "Un mot[+ de plus+]"),
        ("Deux mots", "Deux", "Deux[- mots-]"),
        ("aide", "aides", "[-aide-][+aides+]"),
        ("", "Tout est neuf", "[+Tout est neuf+]"),
        ("L’emploi", "L’accueil", "[-L’emploi-][+L’accueil+]"),
        (
            "Une campagne demande du temps et de la méthode.",
            "Rien à voir avec la phrase qui précédait ici.",
            "[-Une campagne demande du temps et de la méthode-][+Rien à voir avec la phrase qui précédait ici+].",
        ),
    ]
    for before, after, expected in cases:
        found = compare(Draft(lines={"title": before}), Draft(lines={"title": after}), SHAPE)
        assert woven(found.lines["title"]) == expected


def test_the_same_text_differs_in_nothing() -> None:
    draft = Draft(
        lines={"title": "Un titre"},
        bodies={"body": (p("Un texte", "a"), holder("bulletList", holder("listItem", p("point"))))},
        sets={"tags": frozenset({"don"})},
        fields={"territory": "52"},
    )
    other = Draft(
        draft.lines,
        {"body": (p("Un texte", "z"), draft.bodies["body"][1])},
        draft.sets,
        draft.fields,
    )
    for found in (compare(draft, draft, SHAPE), compare(draft, other, SHAPE)):
        assert found.is_empty
        assert not found.bodies["body"]
        assert not found.changed_lines
    assert compare(Draft(), Draft(), SHAPE).is_empty


def test_blocks_are_matched_by_id_though_every_word_changed() -> None:
    before = [p("Ancien début", "a"), p("Phrase qui reste", "b")]
    after = [p("Tout autre chose", "a"), p("Phrase qui reste", "b")]
    assert lines(told(before, after)) == [
        ("changed", "[-Ancien début-][+Tout autre chose+]"),
        ("kept", "Phrase qui reste"),
    ]


def test_blocks_without_ids_are_matched_by_likeness() -> None:
    before = [
        p("Le dispositif aide les structures qui emploient."),
        p("Une phrase retirée sans reste."),
    ]
    after = [
        p("Un paragraphe entièrement neuf."),
        p("Le dispositif aide les structures qui forment."),
    ]
    assert lines(told(before, after)) == [
        ("added", "[+Un paragraphe entièrement neuf.+]"),
        ("changed", "Le dispositif aide les structures qui [-emploient-][+forment+]."),
        ("removed", "[-Une phrase retirée sans reste.-]"),
    ]


def test_a_block_found_elsewhere_was_moved() -> None:
    long = "Ce paragraphe est assez long pour être reconnu."
    for key in ("m", ""):
        before = [p(long, key), p("Un", "a"), p("Deux", "b")]
        after = [p("Un", "a"), p("Deux", "b"), p(long, key)]
        found = body(told(before, after))
        assert [(one.change, one.is_moved) for one in found] == [
            (Change.KEPT, False),
            (Change.KEPT, False),
            (Change.KEPT, True),
        ]
        assert told(before, after).changed == 1


def test_forms_are_told_in_words() -> None:
    bold, link = Mark("bold"), Mark("link", {"href": "https://example.org/"})
    before = [Node("paragraph", {"id": "a"}, (text("Un "), text("mot", bold), text(" et un lien")))]
    after = [
        Node("paragraph", {"id": "a"}, (text("Un mot et un "), text("lien", link)))
    ]  # fmt: skip
    block = body(told(before, after))[0]
    assert block.change == Change.CHANGED
    assert woven(block.pieces) == "Un mot et un lien"
    assert block.notes == (
        "«\u00a0mot\u00a0» n’est plus en gras",
        "«\u00a0lien\u00a0» mène maintenant à https://example.org/",
    )
    back = body(told(after, before))[0]
    assert back.notes == (
        "«\u00a0mot\u00a0» est mis en gras",
        "«\u00a0lien\u00a0» n’est plus un lien",
    )


def test_kinds_levels_tones_are_told_in_words() -> None:
    cases = [
        (
            p("Un titre", "a"),
            p("Un titre", "a", "heading", level=2),
            "un paragraphe est devenu un titre",
        ),
        (
            p("Un titre", "a", "heading", level=2),
            p("Un titre", "a", "heading", level=3),
            "titre de niveau 2 passé au niveau 3",
        ),
        (
            holder("callout", p("Un mot"), key="a", tone="info"),
            holder("callout", p("Un mot"), key="a", tone="warning"),
            "encadré «\u00a0À savoir\u00a0» devenu «\u00a0Attention\u00a0»",
        ),
        (
            holder("bulletList", holder("listItem", p("Un")), key="a"),
            holder("orderedList", holder("listItem", p("Un")), key="a"),
            "une liste à puces est devenue une liste numérotée",
        ),
        (
            holder("image", key="a", ref=3, alt="", caption=""),
            holder("image", key="a", ref=3, alt="Un pont", caption=""),
            "texte de remplacement «\u00a0vide\u00a0» devenu «\u00a0Un pont\u00a0»",
        ),
    ]
    for before, after, note in cases:
        assert body(told([before], [after]))[0].notes == (note,)


def row(*cells: str, kind: str = "tableCell") -> Node:
    return holder("tableRow", *(holder(kind, p(cell)) for cell in cells))


def test_tables_are_compared_cell_by_cell() -> None:
    before = [
        holder("table", row("Nom", "Montant", kind="tableHeader"), row("Prêt", "814 €"), key="t")
    ]
    after = [
        holder(
            "table",
            row("Nom", "Montant", kind="tableHeader"),
            row("Prêt", "900 €"),
            row("Don", "56 €"),
            key="t",
        )
    ]
    table = body(told(before, after))[0]
    rows = [one for one in table.blocks if isinstance(one, Block)]
    assert [one.change for one in rows] == [Change.KEPT, Change.CHANGED, Change.ADDED]
    cells = [one for one in rows[1].blocks if isinstance(one, Block)]
    assert [one.change for one in cells] == [Change.KEPT, Change.CHANGED]
    assert isinstance(cells[1].blocks[0], Block)
    assert woven(cells[1].blocks[0].pieces) == "[-814-][+900+] €"


def test_a_column_that_comes_or_goes_is_told_in_each_row() -> None:
    narrow = [holder("table", row("a", "b"), row("c", "d"), key="t")]
    wide = [holder("table", row("a", "b", "x"), row("c", "d", "y"), key="t")]
    for before, after, fate in ((narrow, wide, Change.ADDED), (wide, narrow, Change.REMOVED)):
        rows = body(told(before, after))[0].blocks
        for one in rows:
            assert isinstance(one, Block)
            assert [cell.change for cell in one.blocks if isinstance(cell, Block)] == [
                Change.KEPT,
                Change.KEPT,
                fate,
            ]


def test_offers_and_images_have_names() -> None:
    before = Draft(bodies={"body": (holder("offer", key="o", ref=3, note="Pour débuter"),)})
    after = Draft(
        bodies={
            "body": (
                holder("offer", key="o", ref=3, note="Pour grandir"),
                holder("offer", key="n", ref=4, note=""),
                holder("image", key="i", ref=3, alt="", caption="Vue"),
            )
        }
    )
    names = {("offer", 3): "Microcrédit", ("offer", 4): "Prêt", ("image", 3): "Pont"}
    found = body(compare(before, after, SHAPE, names=names))
    assert [(one.change, one.name) for one in found] == [
        (Change.CHANGED, "Microcrédit"),
        (Change.ADDED, "Prêt"),
        (Change.ADDED, "Pont"),
    ]
    assert woven(found[0].pieces) == "Pour [-débuter-][+grandir+]"
    # Another offer at the same place is another card.
    other = Draft(bodies={"body": (holder("offer", key="o", ref=4, note="Pour débuter"),)})
    assert [one.change for one in body(compare(before, other, SHAPE))] == [
        Change.ADDED,
        Change.REMOVED,
    ]


def test_sets_and_fields_are_told_with_their_words() -> None:
    words = {"52": "Pays de la Loire", "44": "Loire-Atlantique", "gerer": "Gérer"}
    found = compare(
        Draft(sets={"tags": frozenset({"don", "prêt"})}, fields={"territory": "52"}),
        Draft(
            sets={"tags": frozenset({"don", "Épargne"}), "themes": frozenset({"gerer"})},
            fields={"territory": "44"},
        ),
        SHAPE,
        wording=lambda part, value: words.get(value, value),
    )
    tags, themes = found.sets
    assert (tags.kept, tags.added, tags.removed) == (("don",), ("Épargne",), ("prêt",))
    assert (themes.name, themes.added) == ("themes", ("Gérer",))
    assert (found.fields[0].before, found.fields[0].after) == (
        "Pays de la Loire",
        "Loire-Atlantique",
    )
    assert not found.is_empty


def test_long_unchanged_stretches_are_folded() -> None:
    before = [p(f"Paragraphe numéro {n}", f"k{n}") for n in range(20)]
    after = list(before)
    after[10] = p("Paragraphe numéro dix", "k10")
    found = told(before, after).bodies["body"]
    kinds = [len(one.blocks) if isinstance(one, Fold) else str(one.change) for one in found]
    assert kinds == [9, "kept", "changed", "kept", 8]
    # Inside a long list too.
    old = holder("bulletList", *(holder("listItem", p(f"Point {n}")) for n in range(9)), key="l")
    new = holder("bulletList", *old.children[:-1], holder("listItem", p("Point final")), key="l")
    inside = body(told([old], [new]))[0].blocks
    assert isinstance(inside[0], Fold)
    assert len(inside) == 3


def test_line_breaks_and_repeated_ids_are_harmless() -> None:
    broken = Node("paragraph", {"id": "a"}, (text("Un"), Node("hardBreak"), text("deux")))
    assert lines(told([p("Un deux", "a")], [broken])) == [("changed", "Un[- -][+\n+]deux")]
    twice = [p("Une phrase", "a"), p("Une autre", "a")]
    assert told(twice, twice).is_empty
    assert [one.change for one in body(told([p("Une phrase", "a")], twice))] == [
        Change.KEPT,
        Change.ADDED,
    ]


words = st.text(alphabet="ab cé’.😀", max_size=30)
blocks = st.lists(
    st.builds(
        lambda said, key, marked: Node(
            "paragraph", {"id": key}, (text(said, *((Mark("bold"),) if marked else ())),)
        ),
        words,
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.booleans(),
    ),
    max_size=7,
)


def _read(pieces: tuple[Piece, ...], without: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change != without)


@settings(max_examples=150, deadline=None)
@given(blocks, blocks)
def test_nothing_is_lost_or_made_up(before: list[Node], after: list[Node]) -> None:
    found = told(before, after)
    if not found.bodies["body"]:
        assert [one.plain for one in before] == [one.plain for one in after]
        return
    shown = body(found)
    newer = [one for one in shown if one.change != Change.REMOVED]
    assert [_read(one.pieces, Change.REMOVED) for one in newer] == [one.plain for one in after]
    older = [one for one in shown if one.change != Change.ADDED]
    assert sorted(_read(one.pieces, Change.ADDED) for one in older) == sorted(
        one.plain for one in before
    )


def _document(size: int, chance: random.Random) -> list[Node]:
    vocabulary = ["".join(chance.choices("abcdefghij", k=6)) for _ in range(2000)]
    made, length = list[Node](), 0
    while length < size:
        made.append(p(" ".join(chance.choices(vocabulary, k=80)), f"b{len(made)}"))
        length += len(made[-1].plain)
    return made


def _rewritten(blocks: list[Node], chance: random.Random) -> list[Node]:
    rewritten = []
    for one in blocks:
        said = one.plain.split()
        for _ in range(6):
            said[chance.randrange(len(said))] = "neuf"
        rewritten.append(p(" ".join(said), str(one.attrs["id"])))
    return rewritten


def _seconds(before: list[Node], after: list[Node]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        told(before, after)
        times.append(time.perf_counter() - start)
    return min(times)


def test_time_grows_with_the_length_not_its_square() -> None:
    chance = random.Random(7)
    small, large = _document(20_000, chance), _document(200_000, chance)
    few = _seconds(small, _rewritten(small, chance))
    many = _seconds(large, _rewritten(large, chance))
    # Ten times the text: a square would take a hundred times longer.
    assert many < 30 * few


def test_hostile_texts_take_bounded_time() -> None:
    cases = [
        ([p("a b " * 50_000, "x")], [p("b b a " * 33_000, "x")]),
        ([p("a", f"x{n}") for n in range(9_000)], [p("b") for _ in range(9_000)]),
        ([p("a b " * 150) for _ in range(300)], [p("b b a " * 100) for _ in range(300)]),
        ([p("mot. " * 40_000, "x")], [p("mot. " * 39_000 + "fin", "x")]),
    ]
    for before, after in cases:
        start = time.perf_counter()
        found = told(before, after)
        assert time.perf_counter() - start < 10
        newer = [one for one in body(found) if one.change != Change.REMOVED]
        assert [_read(one.pieces, Change.REMOVED) for one in newer] == [one.plain for one in after]
    with pytest.raises(TooLong):
        told([p("a") for _ in range(11_000)], [p("b") for _ in range(11_000)])
