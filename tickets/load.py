"""How much somebody has to do now."""

from collections.abc import Collection

from django.db import connection

MOST_COUNTED = 100

# Each from the index of unfinished work by assignee, and no further than is shown.
_OPEN = """
SELECT person, (
    SELECT count(*) FROM (
        SELECT FROM tickets_ticket WHERE assignee_id = person AND status IN ('new', 'open') AND snoozed_until IS NULL
        AND NOT is_spam AND deleted_at IS NULL AND status IN ('new', 'open', 'pending', 'on_hold') LIMIT %s
    ) few
) FROM unnest(%s) AS person
"""


def open_counts(people: Collection[int]) -> dict[int, int]:
    """By person: their tickets on which it is our turn, counted up to one beyond `MOST_COUNTED`; one statement."""
    if not people:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [MOST_COUNTED + 1, list(people)])
        return dict(cursor.fetchall())
