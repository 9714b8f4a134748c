"""SQLite: an FTS5 table of stems, whose rowid is the entry's key."""

from collections.abc import Sequence

from django.db import connection

from connect.search.backends.base import Row
from connect.search.models import SearchEntry
from connect.search.query import Clause, Query, Term

# Stems arrive separated by spaces; "ascii" takes every other character as part of a word, so
# the engine cuts exactly where we do.
_TABLE = """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_text
    USING fts5(title, keywords, body, tokenize = 'ascii')
"""
# Whatever deletes an entry (a flush, a cascade, a hand) must not leave its text searchable.
_TRIGGER = """
    CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_text WHERE rowid = old.id; END
"""
# Weights of `base.WEIGHTS`; FTS5 gives the best the lowest number.
_MATCH = """
    SELECT rowid, -bm25(search_text, 8.0, 4.0, 1.0) AS score FROM search_text
    WHERE search_text MATCH %s AND rowid BETWEEN %s AND %s ORDER BY score DESC, rowid
"""

_FIELDS = ["kind", "object_id", "title", "title_key", "keywords", "body", "url", "updated_at"]


class SqliteBackend:
    """Full-text search in the SQLite database."""

    name = "sqlite"

    def prepare(self) -> None:
        """Create the FTS5 table and its trigger when they are missing."""
        with connection.cursor() as cursor:
            cursor.execute(_TABLE)
            cursor.execute(_TRIGGER)

    def lock(self) -> None:
        """Nothing to do: SQLite has one writer at a time."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add or replace entries and their stems."""
        SearchEntry.objects.bulk_create(
            [row.entry for row in rows],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=_FIELDS,
        )
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT OR REPLACE INTO search_text (rowid, title, keywords, body)"
                " VALUES (%s, %s, %s, %s)",
                [
                    (
                        row.entry.pk,
                        " ".join(found.title),
                        " ".join(found.keywords),
                        " ".join(found.body),
                    )
                    for row in rows
                    for found in [row.analysis]
                ],
            )

    def remove(self, entry_ids: Sequence[int]) -> None:
        """Remove entries; the trigger removes their stems."""
        SearchEntry.objects.filter(pk__in=entry_ids).delete()

    def match(self, query: Query, low: int, high: int) -> list[tuple[int, float]]:
        """The matching entries, best first, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(_MATCH, [_expression(query), low, high])
            rows: list[tuple[int, float]] = cursor.fetchall()
        return rows

    def optimize(self) -> None:
        """Merge the FTS5 segments and refresh the planner's statistics."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_text (search_text) VALUES ('optimize')")
            for table in ("search_entry", "search_word"):
                cursor.execute(f"ANALYZE {table}")
            cursor.execute("PRAGMA optimize")


def _expression(query: Query) -> str:
    return (" AND " if query.every else " OR ").join(_clause(clause) for clause in query.clauses)


def _clause(clause: Clause) -> str:
    # bm25 adds up the phrases of a query: a word's own terms said twice outrank its synonyms.
    own = clause.own * 2 if clause.synonyms else clause.own
    return "(" + " OR ".join(_term(term) for term in (*own, *clause.synonyms)) + ")"


def _term(term: Term) -> str:
    quoted = [_quoted(stem) for stem in term.stems]
    return "(" + (" + " if term.phrase else " AND ").join(quoted) + ")"


def _quoted(stem: str) -> str:
    return '"' + stem.replace('"', '""') + '"'
