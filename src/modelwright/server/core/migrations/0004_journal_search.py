"""Where the chain begins. The text that the journal is searched in, and its index: trigrams of FTS5 on SQLite, of pg_trgm on PostgreSQL.

Where the database has neither, or we may not switch it on, searches read the table instead.
"""

from django.db import DatabaseError, migrations, models, transaction

from modelwright.server.core.entry_text import text_of_entry

BATCH = 1000
SQLITE_INDEX = """
CREATE VIRTUAL TABLE core_journalsearch USING fts5(
  searchable, content='core_journalentry', content_rowid='id', columnsize=0, tokenize='trigram case_sensitive 1')
"""
FILL_SQLITE_INDEX = "INSERT INTO core_journalsearch(core_journalsearch) VALUES ('rebuild')"
FORGET = (
    "INSERT INTO core_journalsearch(core_journalsearch, rowid, searchable) VALUES ('delete', old.id, old.searchable)"
)
LEARN = "INSERT INTO core_journalsearch(rowid, searchable) VALUES (new.id, new.searchable)"
CHANGED = "AFTER UPDATE OF searchable ON core_journalentry"
TRIGGERS = {
    "core_journalsearch_added": f"AFTER INSERT ON core_journalentry WHEN new.searchable IS NOT NULL BEGIN {LEARN}; END",
    "core_journalsearch_forgotten": f"{CHANGED} WHEN old.searchable IS NOT NULL BEGIN {FORGET}; END",
    "core_journalsearch_changed": f"{CHANGED} WHEN new.searchable IS NOT NULL BEGIN {LEARN}; END",
    "core_journalsearch_removed": "AFTER DELETE ON core_journalentry WHEN old.searchable IS NOT NULL"
    f" BEGIN {FORGET}; END",
}
POSTGRESQL_INDEX = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX journal_search ON core_journalentry USING gin (searchable gin_trgm_ops)
"""


def fill(apps, schema_editor):
    """Entries that are sealed; those that wait get theirs with the seal."""
    rows = apps.get_model("core", "JournalEntry").objects.exclude(position=None).order_by("pk")
    last = 0
    while entries := list(rows.filter(pk__gt=last)[:BATCH]):
        texts = [(text_of_entry(entry), entry.pk) for entry in entries]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany("UPDATE core_journalentry SET searchable = %s WHERE id = %s", texts)
        last = entries[-1].pk


def add_index(apps, schema_editor):
    make = {"sqlite": add_to_sqlite, "postgresql": add_to_postgresql}[schema_editor.connection.vendor]
    try:
        with transaction.atomic(schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            make(cursor)
    except DatabaseError:
        return


def add_to_sqlite(cursor):
    cursor.execute(SQLITE_INDEX)
    cursor.execute(FILL_SQLITE_INDEX)
    for name, what in TRIGGERS.items():
        cursor.execute(f"CREATE TRIGGER {name} {what}")


def add_to_postgresql(cursor):
    cursor.execute(POSTGRESQL_INDEX)


def remove_index(apps, schema_editor):
    """The extension stays: somebody else may use it."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("DROP INDEX IF EXISTS journal_search")
            return
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute("DROP TABLE IF EXISTS core_journalsearch")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_journal_of_run")]

    operations = [
        migrations.AddField(
            model_name="chainhead",
            name="pruned_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="chainhead",
            name="pruned_position",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="journalentry",
            name="searchable",
            field=models.TextField(editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(add_index, remove_index),
    ]
