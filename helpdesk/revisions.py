"""How often the admins changed what processes keep in memory: a number that rides along with statements that are there.

A process that finds another number than the one it read its copy under reads anew; the copy may be newer than its number,
never older.
"""

from django.db import connection

RULES = "rules"
DESK = "desk"  # what mails say, and the general settings
# To be put into a statement whose answer is read anyway.
SQL_OF = "(SELECT number FROM helpdesk_revision WHERE name = '{name}')"
# Of both at once, in this order.
BOTH = f"ARRAY[coalesce({SQL_OF.format(name=RULES)}, 0), coalesce({SQL_OF.format(name=DESK)}, 0)]"
# By the clock and not by one: a number that was rolled back never comes again with something else behind it.
_COUNT_UP = """
INSERT INTO helpdesk_revision (name, number) VALUES (%s, extract(epoch FROM clock_timestamp()) * 1000000)
ON CONFLICT (name) DO UPDATE SET number = greatest(excluded.number, helpdesk_revision.number + 1)
"""


def count_up(name: str) -> None:
    """In the transaction that changes what is kept; others who change it wait until its commit."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [name])


def revision_now(name: str) -> int:
    """By a statement of its own, where no other brings it along; 0 while nobody has changed anything."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce({SQL_OF.format(name=name)}, 0)")
        return int(cursor.fetchone()[0])
