"""Folding, tokens and stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connect.search import french


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Économie", "economie"),
        ("Œuvre", "oeuvre"),
        ("CÆCUM", "caecum"),
        ("E\u0301cole", "ecole"),
        ("Straße", "strasse"),
        ("m²", "m2"),
        ("x" * 90, "x" * 40),
    ],
)
def test_folds(written: str, folded: str) -> None:
    assert french.fold(written) == folded


@pytest.mark.parametrize(
    "family",
    [
        "emploi emplois",
        "association associations associatif associative",
        "subvention subventions",
        "financer financement financements financé",
        "associé associée associés associées",
        "économie economie économique Économies",
        "local locaux locale",
        "travail travaux",
        "employeur employeurs employeuse employeuses",
        "employé employés employée employées",
        "essai essais",
        "vidéo vidéos",
        "projet projets",
        "créer créé créée",
        "français française françaises",
    ],
)
def test_one_family_has_one_stem(family: str) -> None:
    assert len({french.stem(french.fold(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "emploi employeur",
        "emploi employé",
        "formation forme",
        "solidaire social",
        "culture cultiver",
    ],
)
def test_strangers_keep_apart(pair: str) -> None:
    first, second = pair.split()
    assert french.stem(french.fold(first)) != french.stem(french.fold(second))


@pytest.mark.parametrize(
    "text",
    ["l’emploi", "l'emploi", "L’EMPLOI", "d'emploi", "qu’emploi", "l ‘ emploi", "lorsqu’emploi"],
)
def test_elision_leaves_the_word(text: str) -> None:
    assert french.stems(text) == ("emploi",)


def test_stop_words_and_lone_letters_have_no_stem() -> None:
    assert french.stems("le de la pour qui y a b c") == ()
    assert french.stems("article 2") == ("articl", "2")


def test_dotted_acronym_is_one_word() -> None:
    assert french.words("l’E.S.S. et les S.C.O.P") == ["l", "ess", "et", "les", "scop"]


def test_compound_is_read_apart_and_joined() -> None:
    found = [(t.word, t.parts) for t in french.tokens("une éco-construction neuve")]
    assert ("ecoconstruction", 2) in found
    assert ("eco", 1) in found
    assert french.words("une éco-construction") == ["une", "eco", "construction"]


@pytest.mark.parametrize("text", ["2016-05-26", "02-61-91", "peut-être", "a-b-c-d-e"])
def test_not_every_hyphen_makes_a_compound(text: str) -> None:
    assert all(token.parts == 1 for token in french.tokens(text))


@given(st.text())
def test_tokens_are_in_the_text_and_clean(text: str) -> None:
    for token in french.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.word.isalnum()
        assert len(token.word) <= french.MAX_WORD
        assert token.stem == "" or token.stem.isalnum()


@given(st.text())
def test_quick_readings_agree_with_the_slow_one(text: str) -> None:
    slow = [t for t in french.tokens(text) if t.stem]
    assert list(french.stemmed(text)) == [(t.start, t.end, t.stem) for t in slow if t.parts == 1]
    assert list(french.compounds(text)) == [t for t in slow if t.parts > 1]


@given(st.text(st.characters()))
def test_cleaned_text_can_be_stored(text: str) -> None:
    cleaned = french.clean(text + "\0\ud800")
    assert "\0" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
