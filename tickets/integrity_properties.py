"""What `manage.py check_integrity` asks of links and fields."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from tickets.integrity import MOST

_LINKS = """
SELECT t.number, t.links_count, coalesce(counted.links, 0) FROM tickets_ticket t
LEFT JOIN (
    SELECT number, count(*) AS links
    FROM (SELECT ticket_id AS number FROM tickets_link UNION ALL SELECT other_id FROM tickets_link) ends GROUP BY number
) counted USING (number)
WHERE t.links_count <> coalesce(counted.links, 0) LIMIT %s
"""
# What the newest event about it says; what was said when a ticket opened has no row that could be wrong. Where links went
# along with a merge, that is told on the two tickets alone, so that theirs are counted only.
_TOLD = """
WITH told AS (
    SELECT DISTINCT ON (ticket_id, data->>'other', data->>'link')
           ticket_id, (data->>'other')::bigint AS other_id, data->>'link' AS kind,
           kind NOT IN ('ticket.unlinked', 'incident.detached') AS is_there, data->>'rule' AS rule
    FROM tickets_event
    WHERE kind IN ('ticket.linked', 'ticket.unlinked', 'ticket.close_rule_set', 'incident.detached') AND NOT data ? 'inward'
    ORDER BY ticket_id, data->>'other', data->>'link', seq DESC
)
SELECT coalesce(told.ticket_id, l.ticket_id), coalesce(told.other_id, l.other_id), coalesce(told.kind, l.kind)
FROM (SELECT * FROM told WHERE is_there) told
FULL JOIN tickets_link l ON l.ticket_id = told.ticket_id AND l.other_id = told.other_id AND l.kind = told.kind
WHERE (l.id IS NULL OR told.ticket_id IS NULL OR l.close_rule <> coalesce(told.rule, ''))
  AND NOT EXISTS (
      SELECT FROM tickets_transfer f
      WHERE jsonb_array_length(coalesce(f.before->'links', '[]')) > 0
        AND (f.source_id IN (coalesce(told.ticket_id, l.ticket_id), coalesce(told.other_id, l.other_id))
             OR f.target_id IN (coalesce(told.ticket_id, l.ticket_id), coalesce(told.other_id, l.other_id)))
  ) LIMIT %s
"""
_ANSWERS = """
SELECT t.number, answer.key FROM tickets_ticket t, LATERAL jsonb_object_keys(t.fields) AS answer(key)
WHERE t.fields <> '{}' AND NOT EXISTS (SELECT 1 FROM tickets_field f WHERE f.key = answer.key) LIMIT %s
"""


def check_links() -> Iterator[str]:
    """Links are those that events tell of, and each ticket's are counted"""
    for number, column, counted in _rows(_LINKS):
        yield f"#{number}: links_count is {column}, it has {counted} links"
    for number, other, kind in _rows(_TOLD):
        yield f"#{number}: whether it is {kind} #{other}, its events and its links do not agree"


def check_answers() -> Iterator[str]:
    """Every answer on a ticket is to a field that there is"""
    for number, key in _rows(_ANSWERS):
        yield f"#{number}: answers {key!r}, and there is no such field"


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
