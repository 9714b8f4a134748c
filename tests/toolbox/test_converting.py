"""Drafts and pages: whole both ways, and nothing that somebody types breaks a page."""

import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taggit.models import Tag

from connect.coedit import schema
from connect.coedit.draft import Draft, Mark, Node
from tests.offers.factories import OfferFactory
from tests.taxonomy.factories import TerritoryFactory, ThemeFactory
from tests.toolbox.factories import SheetPageFactory
from toolbox.converting import cleaned, draft_of, write
from toolbox.converting.cleaning import clean_address, clean_body
from toolbox.converting.html import read_html
from toolbox.converting.stream import read_stream, write_stream
from toolbox.models import SheetPage


def run(text: str, *marks: Mark) -> Node:
    return Node("text", text=text, marks=marks)


def p(text: str, key: str = "", *marks: Mark) -> Node:
    return Node("paragraph", {"id": key} if key else {}, (run(text, *marks),))


def body_of(*nodes: Node) -> tuple[Node, ...]:
    return clean_body(nodes)


def back(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return read_stream(write_stream(nodes))


LINK = Mark("link", {"href": "https://example.org/?a=1&b=2"})
WHOLE = (
    Node("heading", {"id": "h1", "level": 2}, (run("Titre"),)),
    Node(
        "paragraph",
        {"id": "p1"},
        (
            run("Du "),
            run("gras", Mark("bold")),
            Node("hardBreak"),
            run("lien", Mark("italic"), LINK),
        ),
    ),
    Node("paragraph", {"id": "p2"}),
    Node(
        "bulletList",
        {"id": "l1"},
        (
            Node(
                "listItem",
                {"id": "i1"},
                (
                    p("un", "p3"),
                    Node(
                        "orderedList",
                        {"id": "l2"},
                        (Node("listItem", {"id": "i2"}, (p("deux", "p4"),)),),
                    ),
                ),
            ),
            Node("listItem", {"id": "i3"}, (p("trois", "p5"), p("encore", "p6"))),
            Node("listItem", {"id": "i4"}, (Node("paragraph", {"id": "p7"}),)),
        ),
    ),
    Node("blockquote", {"id": "q1"}, (p("Citation", "p8"),)),
    Node(
        "callout",
        {"id": "c1", "tone": "warning"},
        (
            p("Attention", "p9"),
            Node("bulletList", {"id": "l3"}, (Node("listItem", {"id": "i5"}, (p("a", "p10"),)),)),
        ),
    ),
    Node("image", {"id": "im1", "ref": 3, "alt": "Un pont", "caption": "Légende"}),
    Node("offer", {"id": "o1", "ref": 12, "note": "Pour « commencer »"}),
    p("Fin <script>alert(1)</script> &amp;", "p11"),
)


def test_every_block_comes_back_as_it_was() -> None:
    assert back(clean_body(WHOLE)) == clean_body(WHOLE) == WHOLE


def test_a_table_comes_back_with_its_headers() -> None:
    def cell(kind: str, text: str, key: str) -> Node:
        return Node(kind, {"id": key}, (p(text, f"{key}p"),))

    table = Node(
        "table",
        {"id": "t1"},
        (
            Node(
                "tableRow",
                {"id": "t1-0"},
                (cell("tableHeader", "", "t1-0-0"), cell("tableHeader", "Prêt", "t1-0-1")),
            ),
            Node(
                "tableRow",
                {"id": "t1-1"},
                (cell("tableHeader", "Durée", "t1-1-0"), cell("tableCell", "5 ans", "t1-1-1")),
            ),
            Node(
                "tableRow",
                {"id": "t1-2"},
                (cell("tableHeader", "Taux", "t1-2-0"), cell("tableCell", "2 %", "t1-2-1")),
            ),
        ),
    )
    found = back(clean_body([table]))
    assert [row.plain for row in found[0].children] == ["Prêt", "Durée5 ans", "Taux2 %"]
    assert [c.kind for row in found[0].children for c in row.children] == [
        "tableHeader",
        "tableHeader",
        "tableHeader",
        "tableCell",
        "tableHeader",
        "tableCell",
    ]
    assert [c.attrs["id"] for c in found[0].children[1].children] == ["t1-1-0", "t1-1-1"]
    assert back(found) == found


def test_ragged_rows_are_squared_and_lose_no_word() -> None:
    rows = (
        Node("tableRow", {}, tuple(Node("tableCell", {}, (p(str(n)),)) for n in range(20))),
        Node("tableRow", {}, (Node("tableCell", {}, (p("seule"),)),)),
    )
    (table,) = body_of(Node("table", {}, rows))
    assert {len(row.children) for row in table.children} == {12}
    assert table.plain == "".join(str(n) for n in range(20)) + "seule"
    assert body_of(Node("table")) == ()


def test_unknown_forms_go_and_their_text_stays() -> None:
    cases = [
        (Node("iframe", {"src": "x"}, (run("texte"),)), "texte"),
        (
            Node(
                "callout", {"tone": "explosion"}, (Node("heading", {"level": 2}, (run("titre"),)),)
            ),
            "titre",
        ),
        (Node("listItem", {}, (p("orphelin"),)), "orphelin"),
        (run("nu"), "nu"),
        (
            Node(
                "paragraph",
                {},
                (run("clic", Mark("link", {"href": "javascript:alert(1)"}), Mark("onclick")),),
            ),
            "clic",
        ),
        (Node("blockquote", {}, (Node("image", {"ref": 2, "alt": "", "caption": "vue"}),)), "vue"),
        (Node("image", {"ref": 0, "alt": "", "caption": "perdue"}), "perdue"),
        (Node("heading", {"level": 99}, (run("loin"),)), "loin"),
        (Node("paragraph", {}, (run("a\x00b\ud800"),)), "ab"),
    ]
    for node, text in cases:
        found = body_of(node)
        assert "".join(one.plain for one in found) == text, node
        assert all(one.kind in schema.TOP for one in found)
        assert "javascript" not in str(write_stream(found))
        assert back(found) == found
    assert body_of(Node("offer", {"ref": "12"}), Node("offer", {"ref": -1, "note": ""})) == ()


def test_depth_is_bounded_and_keeps_every_word() -> None:
    for kind, inner in (
        ("blockquote", "blockquote"),
        ("bulletList", "listItem"),
        ("nimporte", "quoi"),
    ):
        node = p("au fond")
        for level in range(3000):
            node = Node(kind if level % 2 else inner, {}, (run(f"{level} "), node))
        text = "".join(one.plain for one in body_of(node))
        assert "au fond" in text
        assert "2999 " in text and "1 " in text


def test_ids_are_kept_when_good_and_given_when_not() -> None:
    nodes = [p("a", "x"), p("b", "x"), p("c"), p("d", 'x" onclick="'), p("e", "y" * 80)]
    first, second = clean_body(nodes), clean_body(nodes)
    keys = [node.attrs["id"] for node in first]
    assert keys[0] == "x"
    assert len(set(keys)) == 5
    assert first == second == clean_body(first)


def test_addresses_of_links() -> None:
    kept = (
        "https://example.org/é",
        "http://example.org",
        "mailto:a@example.org",
        "/offres/",
        "#sources",
    )
    for address in kept:
        assert clean_address(address) == address
    for address in (
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "vbscript:x",
        "https://u:p@example.org",
        "ftp://example.org",
        "https://",
        "x" * 3000,
        "",
        None,
        "https://[bad",
        "mailto:",
        "/a b",
    ):
        assert clean_address(address) == ""


def test_html_of_wagtail_is_read_whatever_it_holds() -> None:
    html = (
        '<h2 data-block-key="aaaaa">Un</h2><p data-block-key="bbbbb">Deux <b>gras<i>s</b></i> '
        '<a href="https://example.org">ici</a></p><ul><li data-block-key="ccccc">x<ul><li data-block-key="ddddd">y</li>'
        "</ul></li></ul><script>alert(1)</script>"
        "<table><tr><td>cellule</td></tr></table></div></p>reste<style>p{}</style>"
    )
    found = clean_body(read_html(html))
    assert [node.kind for node in found] == ["heading", "paragraph", "bulletList", "paragraph"]
    assert found[0].attrs["id"] == "aaaaa"
    assert found[3].plain == "cellulereste"
    assert "alert" not in "".join(node.plain for node in found)
    assert read_html("<p>" * 5000 + "profond")
    assert (
        read_stream(
            [
                {"type": "text", "value": 3},
                {"type": "table", "value": {"columns": 3}},
                {"value": {}},
            ]
        )
        == ()
    )


texts = st.text(max_size=12)
attrs = st.dictionaries(
    st.sampled_from(["id", "level", "tone", "ref", "alt", "caption", "note", "href"]),
    st.one_of(texts, st.integers(-5, 2**70), st.booleans(), st.sampled_from(schema.TONES)),
    max_size=4,
)
marks = st.lists(st.builds(Mark, st.sampled_from([*schema.MARKS, "autre"]), attrs), max_size=3).map(
    tuple
)
kinds = st.sampled_from([*schema.NODES, "text", "inconnu"])
trees = st.recursive(
    st.builds(Node, kinds, attrs, st.just(()), texts, marks),
    lambda inner: st.builds(
        Node, kinds, attrs, st.lists(inner, max_size=4).map(tuple), texts, marks
    ),
    max_leaves=14,
)


@settings(max_examples=120, deadline=None)
@given(st.lists(trees, max_size=5))
def test_any_tree_is_brought_to_one_that_comes_back_the_same(nodes: list[Node]) -> None:
    found = clean_body(nodes)
    assert clean_body(found) == found
    again = back(found)
    assert [one.kind for one in again] == [one.kind for one in found]
    # A cell that heads nothing becomes an ordinary one, once.
    assert back(again) == again
    assert (
        "".join(one.plain for one in again).split() == "".join(one.plain for one in found).split()
    )


@pytest.mark.django_db
def test_a_draft_is_written_whole_and_read_back() -> None:
    theme, region = ThemeFactory(), TerritoryFactory(region=True)
    offer = OfferFactory()
    body = (*WHOLE[:3], Node("offer", {"id": "o1", "ref": offer.pk, "note": "note"}))
    draft = Draft(
        {"title": "Le titre", "summary": "Résumé"},
        {"body": body, "sources": (p("Source", "s1", LINK),)},
        {
            "tags": frozenset({"mot", "autre mot"}),
            "themes": frozenset({theme.code}),
            "audiences": frozenset({"porter"}),
        },
        {"territory": region.code, "verified_on": "2026-03-01"},
    )
    page = SheetPageFactory(draft=True)
    assert write(page, draft).notices == ()
    page.save_revision()
    stored = SheetPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft_of(stored) == cleaned(draft)
    assert stored.verified_on == datetime.date(2026, 3, 1)
    stored.save_revision().publish()
    assert draft_of(SheetPage.objects.get(pk=page.pk)) == cleaned(draft)


@pytest.mark.django_db
def test_nothing_in_a_draft_makes_a_page_fail() -> None:
    Tag.objects.create(name="DLA", slug="dla")
    long = "mot " * 100
    draft = Draft(
        {"title": long, "summary": "a\x00b"},
        {
            "body": (
                Node("offer", {"ref": 999_999, "note": ""}),
                Node("image", {"ref": 888_888, "alt": "", "caption": ""}),
            )
        },
        {
            "tags": frozenset({"dla", "x" * 300, "", " ", "a,b", *(f"mot {n}" for n in range(40))}),
            "themes": frozenset({"inconnu", "x" * 5000}),
            "audiences": frozenset({"tous"}),
        },
        {"territory": "zz" * 50, "verified_on": "hier"},
    )
    page = SheetPageFactory(draft=True)
    notices = write(page, draft).notices
    assert len(notices) == 2
    assert len(page.title) <= 255 and page.title.endswith("…")
    assert (page.title + page.summary).count("mot") == 100
    names = {tag.name for tag in page.tags.all()}
    assert "DLA" in names and "dla" not in names
    assert max(map(len, names)) <= 100 and len(names) == 30
    page.save_revision().publish()
    assert not page.offer_links.count()
    blank: Any = Draft({}, {}, {}, {})
    write(page, blank)
    assert page.title == "Fiche sans titre"
    page.save_revision().publish()


@pytest.mark.django_db
def test_a_link_keeps_its_day_and_the_title_that_was_public() -> None:
    offer, hidden = OfferFactory(title="Prêt d’honneur"), OfferFactory(title="Secret", draft=True)
    cards = tuple(Node("offer", {"ref": one.pk, "note": "n" * 500}) for one in (offer, hidden))
    page = SheetPageFactory(draft=True)
    draft = Draft({"title": "T"}, {"body": cards})
    write(page, draft)
    page.save_revision().publish()
    links = {link.offer_id: link for link in SheetPage.objects.get(pk=page.pk).offer_links.all()}
    assert links[offer.pk].title == "Prêt d’honneur"
    assert links[hidden.pk].title == ""
    assert len(links[offer.pk].note) == 200
    page = SheetPage.objects.get(pk=page.pk)
    write(page, draft)
    page.save_revision().publish()
    assert {link.pk for link in SheetPage.objects.get(pk=page.pk).offer_links.all()} == {
        link.pk for link in links.values()
    }
    write(page, Draft({"title": "T"}))
    page.save_revision().publish()
    assert not SheetPage.objects.get(pk=page.pk).offer_links.count()
