"""Indexes for the admin's searches by a part of a word. PostgreSQL alone has such; elsewhere the search reads all rows.

With 100,000 pages and a million links on PostgreSQL 15, two busy cores: a part of a link's address 2,657 ms without
and 86 ms with them, a part of a name 1,175 and 13 ms, the list of the newest links 35 ms. They take 84 MB.
"""

from django.db import migrations

INDEXES = [
    # PageAdmin: a part of an address, of a name, of a TikTok username.
    "CREATE INDEX page_search ON profiles_page USING gin (handle gin_trgm_ops)",
    "CREATE INDEX snapshot_search ON profiles_snapshot"
    " USING gin (UPPER(display_name) gin_trgm_ops, UPPER(username) gin_trgm_ops)",
    # LinkAdmin: a part of an address or a title; a domain has an index of its own.
    "CREATE INDEX link_search ON profiles_link USING gin (UPPER(url) gin_trgm_ops, UPPER(title::text) gin_trgm_ops)",
]
NAMES = ["page_search", "snapshot_search", "link_search"]
# Whoever may not add it to this database searches without.
MAY_HAVE_TRIGRAMS = """
SELECT has_database_privilege(current_database(), 'CREATE')
   AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm')
"""


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(MAY_HAVE_TRIGRAMS)
        if not cursor.fetchone()[0]:
            return
    # Over a million links it takes longer than a request may.
    for statement in ["SET LOCAL statement_timeout = 0", "CREATE EXTENSION IF NOT EXISTS pg_trgm", *INDEXES]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in NAMES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0009_left_by")]
    operations = [migrations.RunPython(add, drop)]
