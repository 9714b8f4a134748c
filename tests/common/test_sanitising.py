"""What comes from outside is cleaned or refused."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from connect.common import sanitising


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "\u0000javascript:alert(1)",
        "data:text/html,<script>1</script>",
        "vbscript:x",
        "//example.org/sans-protocole",
        "https://user:secret@example.org/",
        "https://",
        "example.org",
        "ftp://example.org/",
        "",
    ],
)
def test_addresses_that_must_not_become_links(address: str) -> None:
    with pytest.raises(ValidationError):
        sanitising.safe_web_address(address)


@pytest.mark.parametrize("address", ["https://example.org/a?b=c#d", " http://example.org/ "])
def test_addresses_of_pages_are_kept(address: str) -> None:
    assert sanitising.safe_web_address(address) == address.strip()


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "\t=1", "+cmd|' /C calc'!A0", "-2+3+cmd|x"])
def test_formulas_are_seen(cell: str) -> None:
    assert sanitising.is_formula(cell)


@pytest.mark.parametrize("cell", ["-5", "+33 2 61 91 00 01", "- 12,5", "Prêt", "", "1=1"])
def test_numbers_and_words_are_not_formulas(cell: str) -> None:
    assert not sanitising.is_formula(cell)


@pytest.mark.parametrize("text", ["<b>gras</b>", "<script>x</script>", "<img src=x onerror=y>"])
def test_markup_is_seen_and_removed(text: str) -> None:
    assert sanitising.has_markup(text)
    assert "<" not in sanitising.without_markup(text)


@pytest.mark.parametrize("text", ["moins de 10 < 20", "a > b", "R&D"])
def test_signs_are_not_markup(text: str) -> None:
    assert not sanitising.has_markup(text)


@given(st.text())
def test_plain_text_holds_no_control_character(text: str) -> None:
    clean = sanitising.plain_text(text)
    assert "\x00" not in clean and clean == clean.strip()
    assert sanitising.plain_text(clean) == clean


def test_one_line_keeps_the_spaces_that_never_break() -> None:
    assert (
        sanitising.one_line("  Qui\n décide\u00a0? \t «\u202foui\u202f» ")
        == "Qui décide\u00a0? «\u202foui\u202f»"
    )
