"""What `manage.py check_integrity` asks of the index."""

from collections.abc import Iterator

from django.db import connection

from search.embeddings import embed
from search.indexing import Row, rows_of_fields, rows_of_messages
from search.ticket_vectors import as_text, words_of_tickets
from tickets.models import Message, Ticket

LOOKED_AT = 2_000  # tickets whose words are compared
VECTORS_LOOKED_AT = 500
# Half precision, and seeded ones are put together from parts.
ALIKE = 0.9
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
_OTHER_WORDS = """
SELECT e.ticket_id, e.message_id
FROM unnest(%s::bigint[], %s::bigint[], %s::bool[], %s::text[], %s::timestamptz[], %s::text[])
     AS row(ticket_id, message_id, is_public, language, at, vector)
JOIN search_entry e ON e.ticket_id = row.ticket_id AND e.is_public = row.is_public
     AND e.message_id IS NOT DISTINCT FROM row.message_id
WHERE (e.language, e.at, e.vector) IS DISTINCT FROM (row.language, row.at, row.vector::tsvector)
  AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.ticket_number = e.ticket_id)
  AND NOT EXISTS (
      SELECT 1 FROM search_renamed r JOIN tickets_ticket t ON t.number = e.ticket_id
      WHERE r.person_key = t.requester_id OR r.organization_key = t.organization_id
  ) LIMIT %s
"""
_WITHOUT_VECTOR = """
SELECT t.number FROM tickets_ticket t LEFT JOIN search_embedding e ON e.ticket_id = t.number
WHERE e.id IS NULL AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.ticket_number = t.number) LIMIT %s
"""
_OTHER_VECTOR = """
SELECT e.ticket_id FROM unnest(%s::bigint[], %s::text[]) AS row(ticket_id, vector)
JOIN search_embedding e ON e.ticket_id = row.ticket_id
WHERE -(e.vector <#> row.vector::halfvec) < %s AND (row.vector::halfvec <#> row.vector::halfvec) < -0.5
  AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.ticket_number = e.ticket_id) LIMIT %s
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


def check_words() -> Iterator[str]:
    """The index holds the words that messages and tickets have now (beyond 2,000 tickets, a sample of them)"""
    every = max(1, -(-Ticket.objects.count() // LOOKED_AT))
    numbers = Ticket.objects.extra(where=["mod(number, %s) = 0"], params=[every]).order_by().values("pk")
    tickets, messages = Ticket.objects.filter(pk__in=numbers), Message.objects.filter(ticket__in=numbers)
    rows = [*rows_of_messages(messages), *rows_of_fields(tickets)]
    columns = [[row[place] for row in rows] for place in range(len(Row._fields))]
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_WORDS, [*columns, MOST])
        for ticket, message in cursor:
            what = f"Message {message}" if message else "The subject, names or tags"
            yield f"{what} of ticket {ticket} stands with other words, another time or language in the search index."


def check_vectors() -> Iterator[str]:
    """Every ticket has the vector of what it is about (whether it is that of its words, a sample of tickets shows)"""
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT_VECTOR, [MOST])
        for (ticket,) in cursor:
            yield f"Ticket {ticket} has no vector."
    every = max(1, -(-Ticket.objects.count() // VECTORS_LOOKED_AT))
    numbers = (
        Ticket.objects.extra(where=["mod(number, %s) = 0"], params=[every]).order_by().values_list("pk", flat=True)
    )
    words = words_of_tickets(list(numbers))
    vectors = [as_text(vector) for vector in embed(list(words.values()))]
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_VECTOR, [list(words), vectors, ALIKE, MOST])
        for (ticket,) in cursor:
            yield f"The vector of ticket {ticket} is that of other words."


def _rows(sql: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
