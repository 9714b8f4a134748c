"""Entries and words follow the objects, in the caller's transaction."""

from collections import Counter

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from connect.search import analysis, selectors, services
from connect.search.documents import Document
from connect.search.models import SearchEntry, VocabularyVersion, Word
from connect.search.selectors import matching_ids
from tests.search.shelf import Shelf


def words() -> dict[str, int]:
    """The vocabulary as stored."""
    return dict(Word.objects.values_list("word", "frequency"))


def counted() -> dict[str, int]:
    """The vocabulary as the entries say it."""
    total: Counter[str] = Counter()
    for entry in SearchEntry.objects.all():
        total.update(analysis.analyse(entry.title, entry.keywords, entry.body).words.keys())
    return dict(total)


def ids(text: str) -> tuple[int, ...]:
    """What a search for fiches finds."""
    return matching_ids(text, "fiche").ids


def test_added_changed_and_removed(shelf: Shelf) -> None:
    shelf.add(1, "Prêt solidaire", "tourisme", "Pour les gîtes")
    assert ids("gite") == (1,)
    shelf.add(1, "Prêt solidaire", "culture", "Pour les théâtres")
    assert (ids("gite"), ids("theatre")) == ((), (1,))
    del shelf.documents[1]
    services.index("fiche", [1])
    assert ids("théâtre") == ()
    assert not SearchEntry.objects.exists()
    assert words() == {}


def test_what_becomes_hidden_is_removed_from_every_table(shelf: Shelf) -> None:
    shelf.add(1, "Secretissime dispositif")
    shelf.add(2, "Dispositif public")
    shelf.hidden.add(1)
    services.index("fiche", [1])
    assert ids("dispositif") == (2,)
    assert "secretissime" not in words()
    assert matching_ids("secretissim", "fiche").corrected == ()
    assert full_text_rows() == 1


def full_text_rows() -> int:
    """How many objects the engine itself could find."""
    if connection.vendor != "sqlite":
        return SearchEntry.objects.count()  # the vector is a column of the entry
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM search_text")
        (count,) = cursor.fetchone()
    return int(count)


def test_an_entry_deleted_by_any_hand_is_found_no_more(shelf: Shelf) -> None:
    shelf.add(1, "Emploi")
    SearchEntry.objects.all().delete()
    assert ids("emploi") == ()
    assert full_text_rows() == 0


def test_words_are_counted_by_entry(shelf: Shelf) -> None:
    shelf.add(1, "Emploi, emploi", "emplois", "Économie")
    shelf.add(2, "ECONOMIE", "", "éco-construction")
    assert words() == {
        "emploi": 1,
        "emplois": 1,
        "economie": 2,
        "eco": 1,
        "construction": 1,
        "ecoconstruction": 1,
    }
    shelf.add(2, "Autre chose")
    assert words() == counted() == {"emploi": 1, "emplois": 1, "economie": 1, "chose": 1}


def test_a_word_is_shown_with_its_accents(shelf: Shelf) -> None:
    shelf.add(1, "ECONOMIE")
    shelf.add(2, "Économie")
    assert Word.objects.get(word="economie").spelling == "économie"


def test_writes_nothing_when_nothing_changed(
    shelf: Shelf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shelf.add(1, "Emploi")
    before = SearchEntry.objects.get().updated_at
    # savepoint, read the entry, release; PostgreSQL also takes the writers' lock
    with django_assert_num_queries(3 if connection.vendor == "sqlite" else 4):
        services.index("fiche", [1])
    assert SearchEntry.objects.get().updated_at == before


def test_one_changed_object_costs_the_same_in_a_large_index(shelf: Shelf) -> None:
    def cost(pk: int, title: str) -> int:
        shelf.put(pk, title)
        connection.queries_log.clear()
        connection.force_debug_cursor = True
        services.index("fiche", [pk])
        connection.force_debug_cursor = False
        return len(connection.queries_log)

    shelf.add(1, "Emploi")
    small = cost(1, "Emplois verts")
    for pk in range(2, 150):
        shelf.put(pk, f"Emplois numéro {pk}")
    services.index("fiche", range(2, 150))
    assert cost(1, "Emploi local") <= small <= 12


def test_follows_the_callers_transaction(shelf: Shelf) -> None:
    shelf.add(1, "Emploi")
    with pytest.raises(RuntimeError), transaction.atomic():
        shelf.add(2, "Emploi inventé")
        assert ids("invente") == (2,)
        raise RuntimeError
    del shelf.documents[2]
    assert ids("emploi") == (1,)
    assert matching_ids("inventé", "fiche").ids == ()
    assert words() == {"emploi": 1}


def test_the_token_changes_with_the_set_of_words_only(shelf: Shelf) -> None:
    def token() -> str:
        return VocabularyVersion.objects.get().token

    shelf.add(1, "Emploi")
    first = token()
    shelf.add(2, "Emploi")
    assert token() == first
    shelf.add(2, "Culture")
    assert token() != first


@pytest.mark.parametrize(
    "stray", [Document("autre", 1, "a", "", "", ""), Document("fiche", 9, "a", "", "", "")]
)
def test_a_document_nobody_asked_for_is_refused(shelf: Shelf, stray: Document) -> None:
    shelf.documents[1] = stray
    with pytest.raises(ValueError, match="gave"):
        services.index("fiche", [1])


def test_text_that_a_database_refuses_is_cleaned(shelf: Shelf) -> None:
    shelf.add(1, "Emploi\0 \ud800local", "\\' : & | ! 'a':1A", "\x01 \\")
    assert ids("emploi local") == (1,)


def test_very_long_texts_are_indexed(shelf: Shelf) -> None:
    shelf.add(1, "Long", "", " ".join(f"mot{n}é" for n in range(60_000)))
    shelf.add(2, "Sans fin", "", "x" * 300_000 + " " + "ж" * 150_000)
    assert ids("mot7e") == (1,)
    assert ids("fin") == (2,)


def test_an_unknown_kind_is_refused(db: None) -> None:
    with pytest.raises(LookupError):
        services.index("inconnu", [1])
    with pytest.raises(LookupError):
        matching_ids("emploi", "inconnu")


def test_state_counts_every_kind(shelf: Shelf) -> None:
    shelf.add(1, "Emploi")
    Shelf("autre")
    assert selectors.state() == {"backend": connection.vendor, "entries": {"fiche": 1, "autre": 0}}
