"""What somebody of ours searched for last: kept on the server, so that it follows them to another device."""

from django.db import connection

from accounts.models import User
from helpdesk import clock
from search.models import RecentSearch
from search.query import LONGEST_QUERY
from tickets.content import storable

MOST_KEPT = 20

_KEEP = """
INSERT INTO search_recentsearch (person_id, text, at) VALUES (%s, %s, %s)
ON CONFLICT (person_id, text) DO UPDATE SET at = excluded.at
"""
_FORGET_OLDEST = """
DELETE FROM search_recentsearch WHERE person_id = %(person)s AND id NOT IN (
    SELECT id FROM search_recentsearch WHERE person_id = %(person)s ORDER BY at DESC, id DESC LIMIT %(most)s
)
"""


def keep_search(person: User, text: str) -> None:
    """The newest of theirs now; those before the last twenty are forgotten."""
    text = storable(text).strip()[:LONGEST_QUERY]
    if not text:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [person.pk, text, clock.now()])
        cursor.execute(_FORGET_OLDEST, {"person": person.pk, "most": MOST_KEPT})


def recent_searches(person: User) -> list[RecentSearch]:
    """The newest first."""
    return list(RecentSearch.objects.filter(person=person).order_by("-at", "-pk")[:MOST_KEPT])


def forget_search(person: User, pk: int) -> None:
    RecentSearch.objects.filter(person=person, pk=pk).delete()


def forget_searches(person: User) -> None:
    RecentSearch.objects.filter(person=person).delete()
