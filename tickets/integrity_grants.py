"""What `manage.py check_integrity` asks of concessions: they are what the log says."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

# The newest event of each says what became of it; the log holds all that was asked for.
_CONCESSIONS = """
WITH told AS (
    SELECT DISTINCT ON (data->>'concession') (data->>'concession')::bigint AS id, ticket_id, at, actor_id,
           CASE kind WHEN 'concession.granted' THEN 'approved' WHEN 'concession.asked' THEN 'waiting'
                     ELSE split_part(kind, '.', 2) END AS state,
           data->>'of' AS of, (data->>'amount')::numeric AS amount, data->>'currency' AS currency
    FROM tickets_event
    WHERE kind IN ('concession.granted', 'concession.asked', 'concession.approved', 'concession.declined',
                   'concession.withdrawn')
    ORDER BY data->>'concession', ticket_id, seq DESC
)
SELECT coalesce(c.ticket_id, told.ticket_id), coalesce(c.id, told.id), c.state, told.state
FROM tickets_concession c FULL JOIN told ON told.id = c.id
WHERE (c.ticket_id, c.state, c.kind, c.amount, c.currency, coalesce(c.decided_at, c.asked_at),
       coalesce(c.decided_by_id, c.asked_by_id))
      IS DISTINCT FROM
      (told.ticket_id, told.state::varchar, told.of::varchar, told.amount, told.currency::varchar, told.at, told.actor_id)
LIMIT %s
"""


def check_concessions() -> Iterator[str]:
    """Concessions are what their events say"""
    with connection.cursor() as cursor:
        cursor.execute(_CONCESSIONS, [MOST])
        found = cursor.fetchall()
    for number, pk, state, told in found:
        yield f"#{number}: concession {pk} is {state}, its events say {told}, or another amount, time or person"
