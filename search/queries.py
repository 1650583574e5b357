"""Finding tickets.

A ticket matches when each word is found somewhere in it: in a message, or in its own fields. Two ways lead to the newest
matches. *By index*: all rows with the rarest word, from the GIN index. *By walking*: through the newest tickets, looking at the
few rows of each until there are enough; a word of which the index would return a third of all rows is found there after some
dozens of tickets. What the walk does not find in the newest `WINDOW` tickets, the index finds among the older ones, so nothing
is out of reach and nothing is read twice.
"""

import json
from dataclasses import dataclass

from django.db import connection

from accounts.models import User
from search.highlights import Highlight, highlights_of
from search.matching import Patterns, one_of, text_condition, ticket_conditions
from search.query import DELETED, LARGEST_NUMBER, SPAM, Query, parse
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

COUNTED = 500
PAGE = 25
# From so many rows on, walking is quicker than the index; measured on 400,000 rows.
MANY_ROWS = 8_000
WINDOW = 1_000
AT_ONCE = 600
CUSTOMER_OPERATORS = frozenset({"status", "created"})


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`count_text` counts all matches: exact, or "500+", or, where counting on would take long, as many as were seen: "130+"."""

    query: Query
    numbers: list[int]  # of the tickets found; `tickets_of` loads them
    highlights: dict[int, Highlight]  # by ticket number
    next_cursor: str | None = None
    count_text: str = ""  # of the first page only
    exact: Ticket | None = None  # the ticket whose number was typed


def search_tickets(person: User, text: str, *, after: str | None = None, limit: int = PAGE) -> SearchPage:
    """What the person may see of what they look for: newest first, so that paging reaches every match exactly once.

    `after` is a page's `next_cursor`; nonsense there means the beginning. Spam and deleted tickets are left out. Relevance
    does not reorder: a page of "the best of the newest 500" would change under the reader with each new ticket.
    """
    query = parse(text, operators=None if person.is_staff else CUSTOMER_OPERATORS)
    if query.is_empty:
        return SearchPage(query, [], {}, count_text="0")
    below = int(after) if after and after.isascii() and after.isdigit() else None
    is_first = below is None
    most = COUNTED + 1 if is_first else limit + 1
    numbers, is_all = _newest(person, query, below=below, enough=limit + 1, most=most)
    shown = numbers[:limit]
    return SearchPage(
        query=query,
        numbers=shown,
        highlights=highlights_of(person, query, shown),
        next_cursor=str(shown[-1]) if len(numbers) > limit else None,
        count_text=_count_text(len(numbers), is_all) if is_first else "",
        exact=find_exact(person, query) if is_first else None,
    )


def newest_numbers(person: User, query: Query, *, most: int) -> list[int]:
    """The newest tickets that match, without counting further."""
    if query.is_empty:
        return []
    numbers, _is_all = _newest(person, query, below=None, enough=most, most=most)
    return numbers[:most]


def numbers_matching(person: User, text: str, *, most: int) -> list[int]:
    """The newest matching tickets by their numbers, without anything about them."""
    return newest_numbers(person, parse(text, operators=None if person.is_staff else CUSTOMER_OPERATORS), most=most)


def tickets_of(person: User, page: SearchPage) -> list[Ticket]:
    """In the order of the page, with their people."""
    tickets = Ticket.objects.visible_to(person).select_related("requester__organization", "assignee", "team")
    found = tickets.in_bulk(page.numbers)
    return [found[number] for number in page.numbers if number in found]


def find_exact(person: User, query: Query) -> Ticket | None:
    """The ticket whose number was typed, and nothing else, if the person may see it."""
    if query.number is None:
        return None
    return Ticket.objects.visible_to(person).listed().filter(pk=query.number).first()


def _newest(person: User, query: Query, *, below: int | None, enough: int, most: int) -> tuple[list[int], bool]:
    """The newest matching numbers, `enough` of them if there are, `most` at most; and whether these are all."""
    patterns = Patterns.of(query)
    tickets = _scope(person, query)
    for condition in ticket_conditions(query, person):
        tickets = tickets.filter(condition)
    if below is not None:
        tickets = tickets.filter(pk__lt=below)
    matching = tickets.filter(text_condition(person, patterns)) if patterns.wanted or patterns.unwanted else tickets
    if not patterns.wanted or not person.is_staff:
        # A customer has few tickets; and with nothing but operators there is nothing to look up.
        return _all_of(matching, most)

    pattern, rows = _rarest(patterns.wanted)
    if rows < MANY_ROWS:
        is_sure = patterns == Patterns(wanted=(pattern,), unwanted=())
        return _by_index(tickets if is_sure else matching, pattern, below=below, most=most)
    top = below or _highest_number() + 1
    walked, is_full = _all_of(matching.filter(pk__gte=top - WINDOW, pk__lt=top), most)
    if len(walked) >= enough or top <= WINDOW:
        return walked, is_full and top <= WINDOW
    if query.filters:  # few tickets are left to look into
        rest, is_all = _all_of(matching.filter(pk__lt=top - WINDOW), most - len(walked))
    else:
        rest, is_all = _by_index(matching, pattern, below=top - WINDOW, most=most - len(walked))
    return walked + rest, is_all


def _scope(person: User, query: Query) -> TicketQuerySet:
    """All that the person may see; what is deleted or spam only where the query asks for just that."""
    visible = Ticket.objects.visible_to(person)
    asked = {found.values[0] for found in query.filters if found.field == "is" and not found.is_excluded}
    return visible if person.is_staff and asked & {DELETED, SPAM} else visible.listed()


def _by_index(tickets: TicketQuerySet, pattern: str, *, below: int | None, most: int) -> tuple[list[int], bool]:
    """Those of `tickets` with a row that matches, looked up some hundreds at a time, until there are enough."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ticket_id FROM search_entry WHERE vector @@ %s::tsquery AND ticket_id < %s ORDER BY 1 DESC",
            [pattern, below or LARGEST_NUMBER],
        )
        candidates = [number for (number,) in cursor.fetchall()]
    numbers: list[int] = []
    for start in range(0, len(candidates), AT_ONCE):
        found, _is_all = _all_of(tickets.filter(one_of(candidates[start : start + AT_ONCE])), most - len(numbers))
        numbers += found
        if len(numbers) >= most:
            return numbers, False
    return numbers, True


def _all_of(tickets: TicketQuerySet, most: int) -> tuple[list[int], bool]:
    numbers = list(tickets.order_by("-pk").values_list("pk", flat=True)[:most])
    return numbers, len(numbers) < most


def _rarest(patterns: tuple[str, ...]) -> tuple[str, float]:
    """The pattern with the fewest rows, and how many PostgreSQL's statistics expect."""
    expected = {pattern: _expected_rows(pattern) for pattern in patterns}
    pattern = min(expected, key=lambda pattern: expected[pattern])
    return pattern, expected[pattern]


def _expected_rows(pattern: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) SELECT FROM search_entry WHERE vector @@ %s::tsquery", [pattern])
        plan = cursor.fetchone()[0]
    return (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"]


def _highest_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM tickets_ticket")
        return cursor.fetchone()[0] or 0


def _count_text(count: int, is_all: bool) -> str:
    if count > COUNTED:
        return f"{COUNTED}+"
    return str(count) if is_all else f"{count}+"
