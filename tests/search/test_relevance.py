"""What people type finds what they mean, in the same way on every engine."""

import pytest

from connect.search import services
from connect.search.selectors import matching_ids, search
from tests.search.corpus import CORPUS
from tests.search.factories import SynonymFactory
from tests.search.shelf import Shelf


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    """The corpus, indexed."""
    for pk, title, keywords, body in CORPUS:
        shelf.put(pk, title, keywords, body)
    services.index("fiche", [pk for pk, *_ in CORPUS])
    return shelf


FIRST = [
    # as written, inflected, without accents
    ("emploi", {9, 10, 16}),
    ("emplois", {9, 10, 16}),
    ("l’emploi", {9, 10, 16}),
    ("économie circulaire", {7}),
    ("economie circulaire", {7}),
    ("ECONOMIES CIRCULAIRES", {7}),
    ("habitat inclusif", {22}),
    ("epicerie", {23}),
    ("épiceries solidaires", {23}),
    ("mobilite rurale", {25}),
    ("creche associative", {26}),
    ("prêts solidaires", {5}),
    ("recrutement", {11, 10}),
    # typing faults
    ("subvntion", {3, 4}),
    ("subvension culture", {4}),
    ("assocation", {3, 15, 26, 9}),
    ("finacement", {20, 21}),
    ("econnomie circulaire", {7}),
    ("cooperatve", {14, 15, 16}),
    ("formtion bénévoles", {19}),
    ("mecennat", {21}),
    ("recyclrie", {8, 7}),
    # unfinished
    ("assoc", {3, 15, 26, 9}),
    ("économie circ", {7}),
    ("mécé", {21}),
    # acronyms and other words for the same thing
    ("DLA", {1}),
    ("dla", {1}),
    ("D.L.A.", {1}),
    ("dispositif local d'accompagnement", {2}),
    ("IAE", {13}),
    ("société coopérative et participative", {14}),
    ("asso employeuse", {1}),
    ("caution", {6}),
    ("crowdfunding", {20}),
    ("crowdfundin", {20}),
    # hyphens
    ("éco-construction", {17, 18}),
    ("écoconstruction", {17, 18}),
    ("eco construction", {17}),
    # titles
    ("Formation des dirigeants bénévoles", {19}),
    ("Prêt solidaire", {5}),
]


@pytest.mark.parametrize(("typed", "first"), FIRST)
def test_best_answer(library: Shelf, typed: str, first: set[int]) -> None:
    assert matching_ids(typed, "fiche").ids[0] in first


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("emploi", {9, 10, 11, 16}),
        ("DLA", {1, 2}),
        ("dispositif local d’accompagnement", {1, 2}),
        ("éco-construction", {17, 18}),
        ("écoconstruction", {17, 18}),
        ("subvention culture", {4}),
        ("insertion formation", {28}),
        ("SIAE", {13}),
    ],
)
def test_exact_set(library: Shelf, typed: str, found: set[int]) -> None:
    assert set(matching_ids(typed, "fiche").ids) == found


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("subvntion", [("subvntion", "subvention")]),
        ("Économei circulare", [("Économei", "économie"), ("circulare", "circulaire")]),
        ("mecennat", [("mecennat", "mécénat")]),
        ("emplois", []),
        ("44000", []),
        ("zzz", []),
    ],
)
def test_says_what_it_corrected(
    library: Shelf, typed: str, corrected: list[tuple[str, str]]
) -> None:
    found = matching_ids(typed, "fiche").corrected
    assert [(word.asked, word.used) for word in found] == corrected


def test_the_exact_title_comes_first(library: Shelf) -> None:
    library.add(40, "Emploi", "", "Une page.")
    library.add(41, "Emploi emploi emploi", "emploi emploi", "emploi " * 50)
    for typed in ("emploi", "l’emploi", "EMPLOI"):
        found = matching_ids(typed, "fiche")
        assert found.ids[0] == 40
        assert found.scores == tuple(sorted(found.scores, reverse=True))


def test_title_outranks_keywords_which_outrank_the_text(shelf: Shelf) -> None:
    shelf.add(1, "Page une", "ruche", "Texte de la première page")
    shelf.add(2, "Page deux", "autre", "Texte de la ruche")
    shelf.add(3, "Page ruche", "autre", "Texte de la troisième page")
    for pk in range(4, 12):
        shelf.add(pk, f"Page {pk}", "autre", "Texte d’une page")
    assert matching_ids("ruche", "fiche").ids == (3, 1, 2)


def test_the_word_itself_outranks_its_synonym(shelf: Shelf) -> None:
    SynonymFactory(terms="ruche, abeille")
    for pk in range(1, 9):
        shelf.add(pk, "Fiche", "", f"Sans rapport {pk}")
    shelf.add(20, "Fiche", "", "Une abeille ici")
    shelf.add(21, "Fiche", "", "Une ruche ici")
    assert matching_ids("ruche", "fiche").ids == (21, 20)
    assert matching_ids("abeille", "fiche").ids == (20, 21)


def test_synonyms_follow_the_staff_at_once(shelf: Shelf) -> None:
    shelf.add(1, "Une recyclerie")
    assert matching_ids("ressourcerie", "fiche").ids == ()
    group = SynonymFactory(terms="recyclerie, ressourcerie, atelier de réemploi")
    assert matching_ids("ressourcerie", "fiche").ids == (1,)
    assert matching_ids("atelier de reemploi", "fiche").ids == (1,)
    group.terms = "recyclerie, atelier"
    group.save()
    assert matching_ids("ressourcerie", "fiche").ids == ()
    group.delete()
    assert matching_ids("atelier", "fiche").ids == ()


def test_expression_synonym_needs_its_words_together(shelf: Shelf) -> None:
    SynonymFactory(terms="AOT, autorisation d’occupation temporaire")
    shelf.add(1, "Demander une autorisation d’occupation temporaire")
    shelf.add(2, "Une occupation, une autorisation, un abri temporaire")
    shelf.add(3, "Une autorisation d’occupation", "temporaire")
    assert matching_ids("AOT", "fiche").ids == (1,)


def test_any_word_when_no_text_has_all(library: Shelf) -> None:
    found = matching_ids("épicerie covoiturage", "fiche")
    assert set(found.ids) == {23, 25}
    assert any("au moins un" in notice for notice in found.notices)
    assert matching_ids("épicerie quartier", "fiche").notices == ()


def test_unknown_words_are_named_and_passed_over(library: Shelf) -> None:
    found = matching_ids("épicerie xylophone42", "fiche")
    assert found.ids == (23,)
    assert found.notices == ("Introuvable dans le site : « xylophone42 ».",)


def test_words_too_common_to_search(library: Shelf) -> None:
    found = matching_ids("pour les", "fiche")
    assert (found.ids, found.blank) == ((), False)
    assert "trop courants" in found.notices[0]


def test_a_title_of_common_words_is_found(library: Shelf) -> None:
    library.add(50, "Et après ?")
    library.add(51, "Pour qui ?")
    assert matching_ids("pour qui", "fiche").ids == (51,)


@pytest.mark.parametrize("typed", ["", "   ", "!!!", "🎉", "\0", "\ud800", "« »", "—", "'"])
def test_blank(library: Shelf, typed: str) -> None:
    found = matching_ids(typed, "fiche")
    assert (found.ids, found.blank, found.notices) == ((), True, ())
    assert search(typed).total == 0


def test_only_the_last_word_may_be_unfinished(library: Shelf) -> None:
    assert matching_ids("économie circ", "fiche").ids == (7,)
    unfinished = matching_ids("circ économie", "fiche")
    assert unfinished.notices == ("Introuvable dans le site : « circ ».",)


def test_a_whole_word_is_not_taken_for_a_beginning(shelf: Shelf) -> None:
    shelf.add(1, "Art")
    shelf.add(2, "Artisanat")
    assert matching_ids("art", "fiche").ids == (1,)
    assert matching_ids("arti", "fiche").ids == (2,)
