"""What `manage.py check_integrity` asks of concessions: they are what the log says."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

# The newest event of each says what became of it; the log holds all that was asked for. It stands where its first event is,
# or where the newest merge in force, or split undone, brought it. What waits again has the time and the person of the asking.
_CONCESSIONS = """
WITH log AS (
    SELECT (data->>'concession')::bigint AS id, id AS event, ticket_id, at, actor_id, kind, data FROM tickets_event
    WHERE kind IN ('concession.granted', 'concession.asked', 'concession.approved', 'concession.declined',
                   'concession.reopened', 'concession.withdrawn')
),
asked AS (SELECT DISTINCT ON (id) * FROM log ORDER BY id, event),
newest AS (SELECT DISTINCT ON (id) * FROM log ORDER BY id, event DESC),
held AS (
    SELECT DISTINCT ON (key) key::bigint AS id, CASE kind WHEN 'split' THEN source_id ELSE target_id END AS held_by
    FROM tickets_transfer, jsonb_array_elements_text(coalesce(before->'concessions', '[]')) AS key
    WHERE (undone_at IS NULL) <> (kind = 'split') ORDER BY key, tickets_transfer.id DESC
),
told AS (
    SELECT newest.id, coalesce(held.held_by, asked.ticket_id) AS ticket_id,
           CASE newest.kind WHEN 'concession.reopened' THEN asked.at ELSE newest.at END AS at,
           CASE newest.kind WHEN 'concession.reopened' THEN asked.actor_id ELSE newest.actor_id END AS actor_id,
           CASE newest.kind WHEN 'concession.granted' THEN 'approved' WHEN 'concession.asked' THEN 'waiting'
                            WHEN 'concession.reopened' THEN 'waiting' ELSE split_part(newest.kind, '.', 2) END AS state,
           newest.data->>'of' AS of, (newest.data->>'amount')::numeric AS amount, newest.data->>'currency' AS currency
    FROM newest JOIN asked USING (id) LEFT JOIN held USING (id)
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
