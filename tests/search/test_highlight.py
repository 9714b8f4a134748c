"""Marks and snippets: by stem, and never anything but escaped text and `<mark>`."""

import html
import re

from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from connect.search import french
from connect.search.highlight import highlighted, snippet

PIECES = st.sampled_from(
    [
        "emploi",
        "Emplois",
        "<b>",
        "</mark>",
        "&amp;",
        "<mark>",
        '"',
        "'",
        "l’",
        "é",
        " ",
        "-",
        "\0",
        "🎉",
        "œ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES).map("".join))
STEMS = st.frozensets(st.sampled_from(["emploi", "amp", "mark", "b", "oe", "emploi emploi"]))


def unmarked(marked: str) -> str:
    """The text under the marks; fails when anything else than marks is HTML."""
    assert re.sub(r"<mark>[^<>]*</mark>", "", marked).count("<") == 0
    bare = re.sub(r"</?mark>", "", marked)
    assert "<" not in bare
    assert ">" not in bare
    return html.unescape(bare)


def test_marks_by_stem_whatever_accents_and_case() -> None:
    text = "L’EMPLOI des jeunes, les emplois d’économie"
    assert highlighted(text, {"emploi", "econom"}) == (
        "L’<mark>EMPLOI</mark> des jeunes, les <mark>emplois</mark> d’<mark>économie</mark>"
    )


def test_escapes_what_surrounds_and_what_is_marked() -> None:
    assert highlighted("<script>emploi & co</script>", {"emploi"}) == (
        "&lt;script&gt;<mark>emploi</mark> &amp; co&lt;/script&gt;"
    )


def test_expression_is_marked_whole_and_only_whole() -> None:
    text = "Un appel à projets, des projets sans appel"
    assert highlighted(text, {"appel projet"}) == (
        "Un <mark>appel à projets</mark>, des projets sans appel"
    )


def test_compound_is_marked_whole() -> None:
    stem = french.stem("ecoconstruction")
    assert highlighted("L’éco-construction", {stem}) == "L’<mark>éco-construction</mark>"


def test_snippet_goes_where_most_is_found() -> None:
    text = "emploi " + "blabla " * 100 + "la formation et l’emploi des jeunes " + "fin " * 100
    found = snippet(text, {"emploi", "format"})
    assert "<mark>formation</mark> et l’<mark>emploi</mark>" in found
    assert found.startswith("… ")
    assert found.endswith(" …")
    assert 120 < len(unmarked(found)) < 260


def test_snippet_without_a_find_is_the_beginning() -> None:
    assert snippet("Un texte court.", {"emploi"}) == "Un texte court."
    assert snippet("mot " * 200, set()).startswith("mot mot")


@given(TEXTS, STEMS)
def test_highlighted_text_is_the_text(text: str, stems: frozenset[str]) -> None:
    marked = highlighted(text, stems)
    assert isinstance(marked, SafeString)
    assert unmarked(marked) == html.unescape(html.escape(text))


@given(TEXTS, STEMS, st.integers(20, 300))
def test_snippet_is_a_piece_of_the_text(text: str, stems: frozenset[str], length: int) -> None:
    cut = unmarked(snippet(text, stems, length))
    assert cut.removeprefix("… ").removesuffix(" …") in text
