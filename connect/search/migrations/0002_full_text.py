"""What each database needs to search the stems; outside Django's models, which differ by none."""

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_text
    USING fts5(title, keywords, body, tokenize = 'ascii')
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON search_entry
    BEGIN DELETE FROM search_text WHERE rowid = old.id; END
    """,
)
SQLITE_BACK = ("DROP TRIGGER IF EXISTS search_entry_removed", "DROP TABLE IF EXISTS search_text")
POSTGRES = (
    "ALTER TABLE search_entry ADD COLUMN IF NOT EXISTS vector tsvector",
    "CREATE INDEX IF NOT EXISTS search_entry_vector ON search_entry USING gin (vector)",
)
POSTGRES_BACK = ("ALTER TABLE search_entry DROP COLUMN IF EXISTS vector",)


def create(apps, schema_editor):
    """Create the FTS5 table on SQLite, the tsvector column on PostgreSQL."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRES}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Undo `create`."""
    back = {"sqlite": SQLITE_BACK, "postgresql": POSTGRES_BACK}[schema_editor.connection.vendor]
    for statement in back:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
