"""A rebuild brings any index back to what the sources say."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from connect.search import services
from connect.search.models import SearchEntry, Word
from connect.search.selectors import matching_ids
from tests.search.factories import SearchEntryFactory, VocabularyVersionFactory, WordFactory
from tests.search.shelf import Shelf
from tests.search.test_indexing import counted, words


def test_repairs_everything(shelf: Shelf) -> None:
    shelf.put(1, "Emploi vert")
    shelf.put(2, "Emploi caché")
    shelf.hidden.add(2)
    SearchEntryFactory(kind="fiche", object_id=2, title="Emploi caché")
    SearchEntryFactory(kind="fiche", object_id=3, title="Emploi disparu")
    SearchEntryFactory(kind="oubli", object_id=1, title="Emploi d’un autre temps")
    WordFactory(spelling="fantôme", frequency=7)
    VocabularyVersionFactory(token="old")
    done = services.reindex()
    assert [(r.kind, r.indexed, r.removed) for r in done] == [("fiche", 1, 2)]
    assert matching_ids("emploi", "fiche").ids == (1,)
    assert SearchEntry.objects.count() == 1
    assert words() == counted() == {"emploi": 1, "vert": 1}
    assert matching_ids("fantome", "fiche").corrected == ()


def test_one_kind_leaves_the_others(shelf: Shelf) -> None:
    shelf.add(1, "Emploi vert")
    other = Shelf("autre")
    other.add(1, "Culture")
    other.put(1, "Culture nouvelle")
    services.reindex(["fiche"])
    assert matching_ids("culture", "autre").ids == (1,)
    assert matching_ids("nouvelle", "autre").ids == ()
    assert words() == counted() == {"emploi": 1, "vert": 1, "culture": 1}


def test_counts_right_when_others_write_meanwhile(shelf: Shelf) -> None:
    for pk in range(1, 4):
        shelf.put(pk, f"Emploi {pk}")

    def meanwhile(kind: str, read: int, total: int) -> None:
        shelf.add(1, "Culture vivante")
        shelf.add(9, "Sport")
        shelf.hidden.add(2)
        services.index("fiche", [2])

    services.reindex(progress=meanwhile)
    assert words() == counted() == {"emploi": 1, "3": 1, "culture": 1, "vivante": 1, "sport": 1}
    assert matching_ids("sport", "fiche").ids == (9,)


def test_brings_back_the_engines_own_tables(shelf: Shelf) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_entry_removed")
        else:
            cursor.execute("ALTER TABLE search_entry DROP COLUMN vector")
    shelf.put(1, "Emploi")
    services.reindex()
    assert matching_ids("emploi", "fiche").ids == (1,)
    SearchEntry.objects.all().delete()
    assert matching_ids("emploi", "fiche").ids == ()


def test_command_tells_what_it_did(shelf: Shelf) -> None:
    shelf.put(1, "Emploi")
    out = StringIO()
    call_command("rebuild_search", stdout=out, verbosity=2)
    assert out.getvalue().splitlines() == ["fiche: 1 / 1", "fiche: 1 indexed, 0 removed"]
    assert Word.objects.get().word == "emploi"


def test_command_refuses_an_unknown_kind(shelf: Shelf) -> None:
    with pytest.raises(CommandError, match="truc"):
        call_command("rebuild_search", "truc")
