"""How often the admins changed what processes keep in memory: a number that rides along with statements that are there.

A process that finds another number than the one it read its copy under reads anew; the copy may be newer than its number,
never older.
"""

from django.db import connection

RULES = "rules"
# To be put into a statement whose answer is read anyway.
SQL_OF = "(SELECT number FROM helpdesk_revision WHERE name = '{name}')"
# By the clock and not by one: a number that was rolled back never comes again with something else behind it.
_COUNT_UP = """
INSERT INTO helpdesk_revision (name, number) VALUES (%s, extract(epoch FROM clock_timestamp()) * 1000000)
ON CONFLICT (name) DO UPDATE SET number = greatest(excluded.number, helpdesk_revision.number + 1)
"""


def count_up(name: str) -> None:
    """In the transaction that changes what is kept; others who change it wait until its commit."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [name])
