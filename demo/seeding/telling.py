"""What the seed's agents were told: where a customer wrote last on a ticket that somebody works on. By two statements."""

from django.db import connection, transaction

# Read as far as the agent has read the ticket.
_TELL = """
INSERT INTO desk_notification (person_id, ticket_id, kind, event_id, count, is_listed, created_at, read_at, is_kept)
SELECT ticket.assignee_id, ticket.number, 'customer_wrote', max(event.id), count(*), true, max(event.at),
       CASE WHEN seen.seen_seq >= ticket.conversation_seq THEN max(event.at) END, false
FROM tickets_ticket ticket
JOIN tickets_event event ON event.ticket_id = ticket.number AND event.kind = 'message.received'
LEFT JOIN tickets_ticketread seen ON seen.ticket_id = ticket.number AND seen.person_id = ticket.assignee_id
WHERE ticket.number BETWEEN %s AND %s AND ticket.assignee_id IS NOT NULL AND ticket.solved_at IS NULL
GROUP BY ticket.number, seen.seen_seq
"""
_COUNT = """
UPDATE accounts_user person SET unread_notifications = told.number
FROM (SELECT person_id, count(*) AS number FROM desk_notification WHERE read_at IS NULL AND is_listed GROUP BY person_id) told
WHERE person.id = told.person_id AND person.id = ANY(%s)
"""


def tell(first: int, last: int, agents: list[int]) -> None:
    """Of the tickets with these numbers, whose team everybody sees."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TELL, [first, last])
        cursor.execute(_COUNT, [agents])
