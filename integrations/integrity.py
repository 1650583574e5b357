"""What `manage.py check_integrity` asks of issues: tickets are linked to those that their events say."""

from collections.abc import Iterator

from django.db import connection

from tickets.integrity import MOST

_LINKS = """
WITH told AS (
    SELECT DISTINCT ON (ticket_id, data->>'issue')
           ticket_id, (data->>'issue')::bigint AS issue_id, kind = 'issue.linked' AS is_there
    FROM tickets_event WHERE kind IN ('issue.linked', 'issue.unlinked')
    ORDER BY ticket_id, data->>'issue', seq DESC
)
SELECT coalesce(told.ticket_id, link.ticket_id), coalesce(told.issue_id, link.issue_id)
FROM (SELECT * FROM told WHERE is_there) told
FULL JOIN integrations_issuelink link ON link.ticket_id = told.ticket_id AND link.issue_id = told.issue_id
WHERE link.id IS NULL OR told.ticket_id IS NULL LIMIT %s
"""


def check_issue_links() -> Iterator[str]:
    """Tickets are linked to the issues that their events tell of"""
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, [MOST])
        for number, issue in cursor.fetchall():
            yield f"#{number}: whether it is about issue {issue}, its events and its links do not agree"
