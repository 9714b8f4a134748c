"""PostgreSQL: a `tsvector` column beside the entry, built from our stems and read through GIN."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from connect.search.analysis import Analysis
from connect.search.backends.base import Row
from connect.search.models import SearchEntry
from connect.search.query import Clause, Query, Term

_LOCK = 7_301_944_210
"""Key of the advisory lock that index writers take; any constant would do."""

_COLUMN = "ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS vector tsvector"
_INDEX = "CREATE INDEX IF NOT EXISTS search_entry_vector ON search_entry USING gin (vector)"
# One version of each row and one entry in each index, where the ORM and an update would make two.
_WRITE = """
    INSERT INTO search_entry
        (id, kind, object_id, title, title_key, keywords, body, url, updated_at, vector)
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[],
        %s::text[], %s::text[], %s::timestamptz[], %s::tsvector[])
    ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, title_key = EXCLUDED.title_key,
        keywords = EXCLUDED.keywords, body = EXCLUDED.body, url = EXCLUDED.url,
        updated_at = EXCLUDED.updated_at, vector = EXCLUDED.vector
"""
# Weights of `base.WEIGHTS` in the order D, C, B, A; 1 softens the advantage of long texts. The
# words themselves outrank their synonyms.
_MATCH = """
    SELECT id, ts_rank_cd('{0.125, 0.25, 0.5, 1.0}', vector, %s::tsquery, 1) AS score
    FROM search_entry WHERE vector @@ %s::tsquery AND id BETWEEN %s AND %s ORDER BY score DESC, id
"""
_MATCH_SYNONYMS = """
    SELECT id, ts_rank_cd('{0.125, 0.25, 0.5, 1.0}', vector, %s::tsquery, 1)
        + ts_rank_cd('{0.125, 0.25, 0.5, 1.0}', vector, %s::tsquery, 1) AS score
    FROM search_entry WHERE vector @@ %s::tsquery AND id BETWEEN %s AND %s ORDER BY score DESC, id
"""


class PostgresBackend:
    """Full-text search in the PostgreSQL database."""

    name = "postgresql"

    def prepare(self) -> None:
        """Create the column and its index when they are missing."""
        with connection.cursor() as cursor:
            cursor.execute(_COLUMN)
            cursor.execute(_INDEX)

    def lock(self) -> None:
        """Writers of the index follow one another: shared words would deadlock otherwise."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])

    def write(self, rows: Sequence[Row]) -> None:
        """Add or replace entries and their vectors."""
        columns = zip(*(_values(row) for row in rows), strict=True)
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in columns])

    def remove(self, entry_ids: Sequence[int]) -> None:
        """Remove entries, their vectors with them."""
        SearchEntry.objects.filter(pk__in=entry_ids).delete()

    def match(self, query: Query, low: int, high: int) -> list[tuple[int, float]]:
        """The matching entries, best first, in one statement."""
        expression = _expression(query, synonyms=True)
        own = _expression(query, synonyms=False)
        with connection.cursor() as cursor:
            if own == expression:
                cursor.execute(_MATCH, [expression, expression, low, high])
            else:
                cursor.execute(_MATCH_SYNONYMS, [own, expression, expression, low, high])
            rows: list[tuple[int, float]] = cursor.fetchall()
        return rows

    def optimize(self) -> None:
        """Refresh the planner's statistics."""
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
            cursor.execute("ANALYZE search_word")


def _values(row: Row) -> tuple[Any, ...]:
    entry = row.entry
    return (
        entry.id,
        entry.kind,
        entry.object_id,
        entry.title,
        entry.title_key,
        entry.keywords,
        entry.body,
        entry.url,
        entry.updated_at,
        _vector(row.analysis),
    )


def _vector(found: Analysis) -> str:
    """The text form of a `tsvector`: built by us, so that no parser cuts the stems again."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, stems in (("A", found.title), ("B", found.keywords), ("D", found.body)):
        for stem in stems:
            position += 1
            places.setdefault(stem, []).append(f"{position}{weight}")
        position += 1  # an expression never runs from one field into the next
    return " ".join(f"{_quoted(stem)}:{','.join(at)}" for stem, at in places.items())


def _expression(query: Query, *, synonyms: bool) -> str:
    joiner = " & " if query.every else " | "
    return joiner.join(_clause(clause, synonyms) for clause in query.clauses)


def _clause(clause: Clause, synonyms: bool) -> str:
    # A word that the index knows by its synonyms only is ranked by them.
    terms = clause.own + clause.synonyms if synonyms or not clause.own else clause.own
    return "(" + " | ".join(_term(term) for term in terms) + ")"


def _term(term: Term) -> str:
    quoted = [_quoted(stem) for stem in term.stems]
    return "(" + (" <-> " if term.phrase else " & ").join(quoted) + ")"


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
