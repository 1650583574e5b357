"""What `manage.py check_integrity` asks of side conversations: their state, and their messages, told again by the log."""

from collections.abc import Iterator

from django.db import connection

_MOST = 20
_STATES = """
WITH told AS (
    SELECT DISTINCT ON (side) (data->>'side')::bigint AS side, at, CASE kind
        WHEN 'side.answered' THEN 'answered' WHEN 'side.closed' THEN 'closed' ELSE 'waiting' END AS state
    FROM tickets_event WHERE kind IN ('side.opened', 'side.written', 'side.answered', 'side.closed')
    ORDER BY side, at DESC, id DESC
)
SELECT s.id, s.state, told.state FROM tickets_sideconversation s LEFT JOIN told ON told.side = s.id
WHERE told.state IS DISTINCT FROM s.state OR told.at IS DISTINCT FROM s.updated_at LIMIT %s
"""
_MESSAGES = """
WITH told AS (
    SELECT (data->>'message')::bigint AS message, (data->>'side')::bigint AS side, ticket_id, at, actor_id
    FROM tickets_event WHERE kind IN ('side.opened', 'side.written', 'side.answered')
)
SELECT coalesce(m.id, told.message), m.side_id, told.side
FROM told FULL JOIN (SELECT * FROM tickets_message WHERE side_id IS NOT NULL) m ON m.id = told.message
WHERE (m.side_id, m.origin_id, m.created_at, m.author_id) IS DISTINCT FROM (told.side, told.ticket_id, told.at, told.actor_id)
LIMIT %s
"""


def check_side_conversations() -> Iterator[str]:
    """Side conversations stand as their events say, with the messages that these name"""
    for pk, state, told in _rows(_STATES):
        yield f"side conversation {pk}: it is {state}, its events say {told}, or at another time"
    for message, side, told in _rows(_MESSAGES):
        yield f"message {message}: said in side conversation {side}; its event says {told}, or another place, time or author"


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [_MOST])
        return cursor.fetchall()
