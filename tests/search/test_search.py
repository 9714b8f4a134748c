"""The page of results: what is shown, what is hidden, what it costs."""

import dataclasses
import html
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from connect.search import french, registry, selectors, services
from connect.search.models import SearchEntry, Synonym
from connect.search.selectors import matching_ids, search
from tests.search.corpus import CORPUS
from tests.search.shelf import Shelf

SHARED = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NASTY = st.sampled_from(
    ["emploi", "NEAR(", "AND", "OR", "NOT", '"', '""', "'", "*", "^", "(", ")", "{title}", "title:",
     ":", "-", "+", "&", "|", "!", "<->", ":*", "\\", "%", "%s", ";", "--", "\0", "\ud800", "🎉",
     "<script>", "&lt;", "</mark>", " ", "é", "l’", "DLA", "subvntion", "économie sociale et solidaire"]
)  # fmt: skip


@pytest.fixture
def library(shelf: Shelf) -> Shelf:
    """The corpus, indexed, with one text full of markup."""
    for pk, title, keywords, body in CORPUS:
        shelf.put(pk, title, keywords, body)
    shelf.put(99, '<b>Emploi</b> & "co"', "<i>emploi</i>", "<script>alert('emploi')</script> é")
    services.index("fiche", list(shelf.documents))
    return shelf


def test_shows_what_a_page_needs(library: Shelf) -> None:
    found = search("emplois francs")
    (hit,) = found.hits
    assert (hit.kind, hit.object_id, hit.title, hit.url) == (
        "fiche",
        10,
        "Emplois francs",
        "/fiche/10/",
    )
    assert hit.title_html == "<mark>Emplois</mark> <mark>francs</mark>"
    assert hit.snippet_html == "Prime à l’embauche dans les quartiers prioritaires."
    assert (found.total, found.kinds) == (1, (("fiche", "fiches", 1),))
    assert selectors.load(found.hits) == {("fiche", 10): library.documents[10]}


def test_pages_follow_one_another(library: Shelf) -> None:
    everything = [hit.object_id for hit in search("association", limit=100).hits]
    pages = [search("association", limit=2, offset=start) for start in range(0, len(everything), 2)]
    assert [hit.object_id for page in pages for hit in page.hits] == everything
    assert {page.total for page in pages} == {len(everything)}
    assert len(everything) > 4


@pytest.mark.parametrize(
    ("limit", "offset", "shown"), [(-1, 0, 0), (5, -3, 5), (5, 10**9, 0), (0, 0, 0)]
)
def test_absurd_pages_are_empty(library: Shelf, limit: int, offset: int, shown: int) -> None:
    found = search("association", limit=limit, offset=offset)
    assert (len(found.hits), found.total > 4) == (shown, True)


def test_kinds_are_counted_and_chosen(library: Shelf) -> None:
    other = Shelf("page")
    other.add(1, "Emploi dans les pages")
    both = search("emploi")
    assert {kind: count for kind, _, count in both.kinds} == {"fiche": 5, "page": 1}
    assert search("emploi", kinds=["page"]).total == 1
    assert search("emploi", kinds=["page", "inconnu"]).total == 1
    assert search("emploi", kinds=["inconnu"]).total == 0
    assert search("emploi", kinds=["fiche", "page"]).total == 6


def test_a_late_index_shows_nothing_hidden(library: Shelf) -> None:
    library.put(60, "Emploi confidentiel", "emploi", "Le nom du lanceur d’alerte")
    services.index("fiche", [60])
    before = search("emploi")
    library.hidden.add(60)
    assert SearchEntry.objects.filter(object_id=60).exists()  # the index still holds it
    found = search("emploi", limit=100)
    assert 60 not in [hit.object_id for hit in found.hits]
    assert found.total == before.total - 1
    assert found.kinds == (("fiche", "fiches", before.total - 1),)
    assert "lanceur" not in str(search("confidentiel alerte"))
    assert search("Emploi confidentiel").hits == ()
    assert 60 in [hit.object_id for hit in search("emploi", user="staff", limit=100).hits]
    assert selectors.load(search("emploi", user="staff", limit=100).hits).get(("fiche", 60)) is None


def test_a_source_cannot_add_what_was_not_found(library: Shelf) -> None:
    generous = dataclasses.replace(registry.get("fiche"), visible_to=lambda user, pks: {1, 2, 23})
    registry.unregister("fiche")
    registry.register(generous)
    found = search("épicerie")
    assert [hit.object_id for hit in found.hits] == [23]
    assert found.total == 1


def test_entries_of_a_kind_that_left_are_not_shown(library: Shelf) -> None:
    Shelf("page").add(1, "Emploi dans les pages")
    registry.unregister("page")
    assert search("pages").total == 0


def test_statements_do_not_grow_with_hits(
    library: Shelf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    search("chauffe")
    with django_assert_num_queries(3):
        matching_ids("emploi", "fiche")
    with django_assert_num_queries(3):
        matching_ids("subvntion", "fiche")
    with django_assert_num_queries(4):
        matching_ids("épicerie covoiturage", "fiche")
    with django_assert_num_queries(4):
        search("association")
    with django_assert_num_queries(0):
        search("   ")


def test_a_synonym_group_needs_two_expressions() -> None:
    Synonym(terms="DLA, dispositif local d’accompagnement").full_clean()
    for alone in ("DLA", "emploi, emplois", "le, la, les", ", ,", ""):
        with pytest.raises(ValidationError):
            Synonym(terms=alone).full_clean()


def check(text: str) -> None:
    """Nothing raised, and no HTML but ours."""
    found = search(text, limit=5)
    assert matching_ids(text, "fiche").ids[:5] == tuple(hit.object_id for hit in found.hits)
    for hit in found.hits:
        for marked in (hit.title_html, hit.snippet_html):
            bare = re.sub(r"<mark>([^<>]*)</mark>", r"\1", marked)
            assert "<" not in bare
            assert ">" not in bare
            assert html.unescape(bare).strip("… ")


@SHARED
@given(st.one_of(st.text(), st.lists(NASTY, max_size=30).map(" ".join)))
@example("emploi" * 2000)
@example("emploi\0 " * 2000)
@example("(" * 10_000)
@example('"emploi" AND NOT (title:"culture") *')
@example("'emploi' & !culture:* <-> \\")
@example("economie sociale et solidaire " * 300)
@example(" ".join(f"mot{n}" for n in range(2000)))
@example("".join(chr(n) for n in range(0x20, 0x3000)))
def test_anything_may_be_typed(library: Shelf, text: str) -> None:
    check(text)


@SHARED
@given(
    st.lists(
        st.sampled_from("emploi subvention culture formation aide prêt associations".split()),
        min_size=1,
        max_size=3,
    )
)
def test_every_engine_finds_what_the_stems_say(library: Shelf, typed: list[str]) -> None:
    Synonym.objects.all().delete()
    wanted = set(french.stems(" ".join(typed)))
    holding = {
        pk: wanted.intersection(french.stems(f"{d.title} {d.keywords} {d.body}"))
        for pk, d in library.documents.items()
    }
    every = {pk for pk, held in holding.items() if held == wanted}
    some = {pk for pk, held in holding.items() if held}
    assert set(matching_ids(" ".join(typed), "fiche").ids) == (every or some)


def test_a_long_query_says_that_it_was_cut(library: Shelf) -> None:
    assert any("très longue" in notice for notice in matching_ids("emploi " * 500, "fiche").notices)
    assert matching_ids("emploi", "fiche").notices == ()


def test_vocabulary_is_read_once(library: Shelf) -> None:
    matching_ids("emploi", "fiche")
    connection.queries_log.clear()
    connection.force_debug_cursor = True
    for _ in range(3):
        matching_ids("emploi", "fiche")
    connection.force_debug_cursor = False
    assert not [query for query in connection.queries_log if "search_word" in query["sql"]]
