"""What `manage.py check_integrity` asks of times: tickets count them, and each is what the last event that names it says."""

from collections.abc import Iterator

from django.db import connection

MOST = 20
_TOTALS = """
WITH counted AS (SELECT ticket_id, sum(minutes) AS total FROM tickets_timeentry GROUP BY 1)
SELECT t.number, t.minutes_spent, coalesce(c.total, 0)
FROM tickets_ticket t LEFT JOIN counted c ON c.ticket_id = t.number
WHERE t.minutes_spent <> coalesce(c.total, 0) LIMIT %s
"""
# A ticket gets its times from elsewhere by a merge, so events are looked up by their keys.
_TOLD = """
WITH told AS (
    SELECT DISTINCT ON (1) (data->>'entry')::bigint AS id, kind, data FROM tickets_event
    WHERE kind IN ('time.logged', 'time.changed', 'time.removed') ORDER BY 1, tickets_event.id DESC
)
SELECT coalesce(told.id, t.id) FROM tickets_timeentry t FULL JOIN told ON told.id = t.id
WHERE (told.kind = 'time.removed') <> (t.id IS NULL) OR told.id IS NULL
   OR told.kind <> 'time.removed' AND (t.minutes, t.words, t.person_id)
      IS DISTINCT FROM ((told.data->>'minutes')::int, told.data->>'words', (told.data->>'person')::bigint)
LIMIT %s
"""


def check_time() -> Iterator[str]:
    """Tickets count the minutes spent on them, and each entry is what its events say"""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, [MOST])
        for number, column, total in cursor.fetchall():
            yield f"#{number}: {column} minutes spent, its entries say {total}"
        cursor.execute(_TOLD, [MOST])
        for (pk,) in cursor.fetchall():
            yield f"time entry {pk} is not what its last event says"
