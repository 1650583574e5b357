"""What `manage.py check_integrity` asks of people: merges did what they say, and each address is one person's."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

MOST = 20

_MERGES = """
SELECT u.id, u.merged_into_id, m.survivor_id FROM accounts_user u
LEFT JOIN tickets_personmerge m ON m.person_id = u.id AND m.undone_at IS NULL
WHERE u.merged_into_id IS DISTINCT FROM m.survivor_id LIMIT %s
"""
# Of finished merges only: until then the tickets are on their way.
_STILL_NAMED = """
WITH gone AS (
    SELECT person_id AS id FROM tickets_personmerge WHERE undone_at IS NULL AND finished_at IS NOT NULL
)
SELECT number, id, 'requester' FROM gone JOIN tickets_ticket ON requester_id = id
UNION ALL SELECT ticket_id, gone.id, role FROM gone JOIN tickets_participant p ON p.person_id = gone.id
UNION ALL SELECT ticket_id, gone.id, 'writer' FROM gone JOIN tickets_message m ON m.author_id = gone.id LIMIT %s
"""
_TWO_OWNERS = """
SELECT a.address, a.person_id, u.id FROM accounts_emailaddress a JOIN accounts_user u ON u.email = a.address
WHERE u.merged_into_id IS NULL LIMIT %s
"""


def check_merged_people() -> Iterator[str]:
    """People are merged into whom their merge says, and no ticket names who was merged away"""
    for person, column, told in _rows(_MERGES):
        yield f"person {person} is merged into {column}, their merge says {told}"
    for number, person, role in _rows(_STILL_NAMED):
        yield f"#{number} still names person {person}, who was merged away, as {role}"


def check_addresses() -> Iterator[str]:
    """No further address is the first one of somebody else"""
    for address, person, other in _rows(_TWO_OWNERS):
        yield f"{address} is of person {person} and the first address of person {other}: merge them"


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [MOST])
        return cursor.fetchall()
