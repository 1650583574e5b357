import pytest

from search.indexing import index_stale
from search.queries import search_tickets


@pytest.fixture
def found(db):
    """`found(person, text)`: the numbers of all matches, through all pages."""

    def numbers(person, text, limit=25) -> list[int]:
        index_stale()
        page = search_tickets(person, text, limit=limit)
        result = [*page.numbers]
        while page.next_cursor:
            page = search_tickets(person, text, after=page.next_cursor, limit=limit)
            result += page.numbers
        return result

    return numbers
