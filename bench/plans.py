"""What PostgreSQL does for the big lists: the very statements of the pages, explained; no big table may be read through."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client

from accounts.models import User
from bench import pages
from bench.steps import Reach

BIG_ROWS = 5_000
SEQUENTIAL = re.compile(r"Seq Scan on (\w+)[^\n]*?\(cost=[^)]*\)(?: \(actual [^)]*loops=(\d+)\))?")


class Statement(NamedTuple):
    sql: str
    params: Any


class PageToExplain(NamedTuple):
    name: str
    person: User
    path: str


def analyze() -> None:
    """As autovacuum would have done soon after so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def pages_of(reach: Reach) -> list[PageToExplain]:
    agent, customer = reach.cast.agent, reach.cast.customer
    return [
        PageToExplain("inbox, first page", agent, pages.INBOX),
        PageToExplain("inbox, page 50 or last full", agent, pages.inbox_far(reach.agent)),
        PageToExplain("portal list", customer, pages.PORTAL),
        *[PageToExplain(f"search, {kind}", agent, pages.search(words)) for kind, words in pages.looked_for().items()],
    ]


def check(pages: Sequence[PageToExplain], *, show: bool) -> dict[str, bool]:
    """Sentence → whether it holds, one for each page; with `show` the plans are printed."""
    big = big_tables()
    found = {}
    for page in pages:
        read_through: set[str] = set()
        for statement in statements_of(page):
            plan = plan_of(statement)
            read_through |= {table for table, loops in SEQUENTIAL.findall(plan) if table in big and loops != "0"}
            if show:
                print(f"\n--- {page.name}: {statement.sql[:2000]}\n{plan}")
        culprits = f" (reads through {', '.join(sorted(read_through))})" if read_through else ""
        found[f"plan of {page.name} reads no big table through{culprits}"] = not read_through
    return found


def big_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [BIG_ROWS])
        return {name for (name,) in cursor.fetchall()}


def statements_of(page: PageToExplain) -> list[Statement]:
    """The queries that the page runs, in this process."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(page.person)
    client.get(page.path)  # what is loaded once a process is loaded
    with collected() as statements:
        answer = client.get(page.path)
    if answer.status_code != 200:
        raise AssertionError(f"{page.path} answers {answer.status_code}")
    return [statement for statement in statements if statement.sql.lstrip("( ").upper().startswith(("SELECT", "WITH"))]


@contextmanager
def collected() -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        statements.append(Statement(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def plan_of(statement: Statement) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement.sql}", statement.params)
        return "\n".join(line for (line,) in cursor.fetchall())
