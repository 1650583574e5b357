"""What `manage.py check_integrity` asks of the index."""

from collections.abc import Iterator

from django.db import connection

MOST = 20  # of each kind; one would be enough to look

_WITHOUT_ENTRY = """
SELECT m.id, m.ticket_id FROM tickets_message m LEFT JOIN search_entry e ON e.message_id = m.id
WHERE e.id IS NULL AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.message_key = m.id) LIMIT %s
"""
_ELSEWHERE = """
SELECT m.id, e.ticket_id FROM tickets_message m JOIN search_entry e ON e.message_id = m.id
WHERE (e.ticket_id <> m.ticket_id OR e.is_public <> (m.kind = 'public' AND NOT m.is_auto))
  AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.message_key = m.id) LIMIT %s
"""
_TICKET_WITHOUT_ENTRY = """
SELECT t.number, 2 - count(e.id) FROM tickets_ticket t
LEFT JOIN search_entry e ON e.ticket_id = t.number AND e.message_id IS NULL
WHERE NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.ticket_number = t.number)
GROUP BY t.number HAVING count(e.id) <> 2 LIMIT %s
"""


def check_index() -> Iterator[str]:
    """Every message and ticket stands in the search index, under its ticket and as public as it is.

    What is marked stale is no problem.
    """
    for message, ticket in _rows(_WITHOUT_ENTRY):
        yield f"Message {message} of ticket {ticket} is not in the search index."
    for message, ticket in _rows(_ELSEWHERE):
        yield f"Message {message} stands in the search index under ticket {ticket} or with another visibility."
    for ticket, missing in _rows(_TICKET_WITHOUT_ENTRY):
        yield f"Ticket {ticket} lacks {missing} rows of its own fields in the search index."


def _rows(sql: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
