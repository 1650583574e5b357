"""What `manage.py check_integrity` asks of emergencies: they are what the log says."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

# It stands where it was declared, or where the newest merge in force, or split undone, brought it. The time of its next step
# follows from the newest event: after a call the minutes of that step, none after anything else.
_EMERGENCIES = """
WITH log AS (
    SELECT (data->>'emergency')::bigint AS id, id AS event, ticket_id, at, actor_id, kind, data FROM tickets_event
    WHERE kind IN ('emergency.declared', 'emergency.called', 'emergency.acknowledged', 'emergency.unanswered',
                   'emergency.ended')
),
declared AS (SELECT * FROM log WHERE kind = 'emergency.declared'),
newest AS (SELECT DISTINCT ON (id) * FROM log ORDER BY id, event DESC),
calls AS (SELECT id, count(*) AS number FROM log WHERE kind = 'emergency.called' GROUP BY 1),
people AS (
    SELECT id, array_agg(DISTINCT person::bigint ORDER BY person::bigint) AS keys
    FROM log, jsonb_array_elements_text(data->'tell') AS person WHERE kind = 'emergency.called' GROUP BY 1
),
held AS (
    SELECT DISTINCT ON (key) key::bigint AS id, CASE kind WHEN 'split' THEN source_id ELSE target_id END AS held_by
    FROM tickets_transfer, jsonb_array_elements_text(coalesce(before->'emergencies', '[]')) AS key
    WHERE (undone_at IS NULL) <> (kind = 'split') ORDER BY key, tickets_transfer.id DESC
),
told AS (
    SELECT d.id, coalesce(held.held_by, d.ticket_id) AS ticket_id, d.data->>'plan' AS plan, d.data->'steps' AS steps,
           (d.data->>'repeats')::int AS repeats, d.data->>'words' AS reason, d.at AS declared_at, d.actor_id AS declared_by,
           coalesce(calls.number, 0) AS calls, coalesce(people.keys, '{}') AS called,
           answered.at AS acknowledged_at, answered.actor_id AS acknowledged_by, ended.at AS ended_at,
           ended.actor_id AS ended_by, newest.kind = 'emergency.called' AS goes_on
    FROM declared d JOIN newest USING (id) LEFT JOIN calls USING (id) LEFT JOIN people USING (id) LEFT JOIN held USING (id)
    LEFT JOIN log answered ON answered.id = d.id AND answered.kind = 'emergency.acknowledged'
    LEFT JOIN log ended ON ended.id = d.id AND ended.kind = 'emergency.ended'
)
SELECT coalesce(e.ticket_id, told.ticket_id), coalesce(e.id, told.id)
FROM tickets_emergency e FULL JOIN told ON told.id = e.id
WHERE (e.ticket_id, e.plan, e.steps, e.repeats, e.reason, e.declared_at, e.declared_by_id, e.calls, e.acknowledged_at,
       e.acknowledged_by_id, e.ended_at, e.ended_by_id, e.next_at IS NOT NULL)
      IS DISTINCT FROM
      (told.ticket_id, told.plan::varchar, told.steps, told.repeats, told.reason, told.declared_at, told.declared_by,
       told.calls, told.acknowledged_at, told.acknowledged_by, told.ended_at, told.ended_by, told.goes_on)
   OR (SELECT coalesce(array_agg(person ORDER BY person), '{}') FROM unnest(e.called) AS person) IS DISTINCT FROM told.called
LIMIT %s
"""


def check_emergencies() -> Iterator[str]:
    """Emergencies are what their events say"""
    with connection.cursor() as cursor:
        cursor.execute(_EMERGENCIES, [MOST])
        found = cursor.fetchall()
    for number, pk in found:
        yield f"#{number}: emergency {pk} is not what its events say"
