"""The vectors of tickets: kept by the indexer, and asked for what is alike."""

from collections.abc import Collection
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection

from accounts.models import User
from search.embeddings import DIMENSIONS, Vector, embed
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Among so many solved last we look, one by one: 50 ms, no index that every new ticket would have to be put into, and what was
# solved years ago was about another product.
NEWEST = 20_000

# Of each ticket the first words of a customer; where none wrote, those that were written down.
_WORDS = """
SELECT DISTINCT ON (t.number) t.number, t.subject, coalesce(m.text, '')
FROM tickets_ticket t
LEFT JOIN tickets_message m ON m.ticket_id = t.number AND m.kind = 'public' AND NOT m.is_auto
WHERE t.number = ANY(%s) ORDER BY t.number, m.from_staff, m.created_at, m.id
"""
_WRITE = """
INSERT INTO search_embedding (ticket_id, vector)
SELECT ticket_id, vector::halfvec FROM unnest(%s::bigint[], %s::text[]) AS row(ticket_id, vector)
ON CONFLICT (ticket_id) DO UPDATE SET vector = excluded.vector
"""
_NEAREST = """
SELECT alike.ticket_id, -(alike.vector <#> own.vector) AS nearness
FROM search_embedding own, search_embedding alike
WHERE own.ticket_id = %s AND alike.ticket_id <> own.ticket_id AND alike.ticket_id IN ({solved})
ORDER BY alike.vector <#> own.vector LIMIT %s
"""
_VECTORS = "SELECT ticket_id, vector FROM search_embedding WHERE ticket_id IN ({tickets})"
# COPY's binary format: of each row how many columns, and before each column its length; a vector begins with its dimensions.
_BINARY_HEAD, _BINARY_TAIL = 19, 2
_BINARY_ROW: list[Any] = [
    ("columns", ">i2"), ("ticket_length", ">i4"), ("ticket", ">i8"),
    ("vector_length", ">i4"), ("dimensions", ">i2"), ("unused", ">i2"),
]  # fmt: skip


class Alike(NamedTuple):
    """Another ticket; `nearness` is 1 where it says the same, 0 where they have nothing in common."""

    number: int
    nearness: float


def embed_tickets(numbers: Collection[int]) -> None:
    """Write their vectors, or those that their words give now. Part of the indexer, under its lock."""
    words = words_of_tickets(numbers)
    if not words:
        return
    vectors = embed(list(words.values()))
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [list(words), [as_text(vector) for vector in vectors]])


def words_of_tickets(numbers: Collection[int]) -> dict[int, str]:
    """What a ticket's vector is made of."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [list(numbers)])
        return {number: f"{subject}\n{text}" for number, subject, text in cursor}


def similar_solved(ticket: Ticket, person: User, *, most: int = 5) -> list[Alike]:
    """The solved tickets that are most like this one, of those that the person may see; the nearest first.

    None while the ticket itself has no vector yet, a second or two after it was opened.
    """
    return nearest_of(ticket, Ticket.objects.visible_to(person), most=most)


def nearest_of(ticket: Ticket, tickets: TicketQuerySet, *, most: int) -> list[Alike]:
    """Of these tickets, among the solved ones."""
    solved = tickets.solved().order_by("-solved_at", "-number").values("pk")[:NEWEST]
    sql, params = solved.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST.format(solved=sql), [ticket.pk, *params, most])
        return [Alike(number, nearness) for number, nearness in cursor]


def as_text(vector: Vector) -> str:
    """In the database's form; three digits are all that half precision keeps."""
    return "[" + ",".join([f"{value:.4f}" for value in vector]) + "]"


def vectors_of(tickets: TicketQuerySet) -> "tuple[NDArray[Any], NDArray[Any]]":
    """Their numbers and vectors, for who compares very many: 20,000 take 0.1 s."""
    import numpy as np

    row = np.dtype(_BINARY_ROW + [("vector", ">f2", DIMENSIONS)])
    asked, given = tickets.order_by().values("pk").query.sql_with_params()
    rows = BytesIO()
    with connection.cursor() as cursor:
        told = cursor.mogrify(_VECTORS.format(tickets=asked), given)
        cursor.copy_expert(f"COPY ({told.decode()}) TO STDOUT (FORMAT binary)", rows)
    found = np.frombuffer(rows.getvalue()[_BINARY_HEAD:-_BINARY_TAIL], dtype=row)
    return found["ticket"].astype(np.int64), found["vector"].astype(np.float32)
