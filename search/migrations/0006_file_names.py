"""The words of files' names by themselves. Most rows with such a word have it in their text, so that the index of everything
finds thousands that must be read and thrown away; few rows have files, so this one is small."""

from django.db import migrations

_CREATE = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS entry_files ON search_entry USING gin (ts_filter(vector, '{c}'))
WITH (fastupdate = off) WHERE ts_filter(vector, '{c}') <> ''
"""


class Migration(migrations.Migration):
    atomic = False  # others go on reading and writing meanwhile

    dependencies = [("search", "0005_ticket_vectors")]

    operations = [migrations.RunSQL(_CREATE, "DROP INDEX CONCURRENTLY IF EXISTS entry_files")]
