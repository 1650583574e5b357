"""Where in a ticket the words were found: a line of the newest message that has them, with the words marked."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from search.matching import Patterns, readable_rows
from search.query import Query
from search.words import fold, is_cjk, words_of

LINE = 160
BEFORE = 32
_TOKEN = re.compile(r"[^\W_]+")
_IN_PATTERN = re.compile(r"'([^']+)'")
_FILES = """(
    SELECT string_agg(filename, ', ' ORDER BY id) FROM tickets_attachment
    WHERE message_id = message.id AND NOT is_inline
)"""


class Highlight(NamedTuple):
    message_id: int
    html: SafeString  # escaped, the words in <mark>


def highlights_of(person: User, query: Query, numbers: Sequence[int]) -> dict[int, Highlight]:
    """By ticket number; tickets found by their own fields alone have none."""
    patterns = Patterns.of(query)
    if not patterns.wanted or not numbers:
        return {}
    readable, params = readable_rows(person)
    any_of_them = " | ".join(f"({pattern})" for pattern in patterns.wanted)
    # By hand, because the ORM took longer to write it than PostgreSQL to answer.
    sql = f"""
        SELECT DISTINCT ON (message.ticket_id) message.ticket_id, message.id, message.text, {_FILES}
        FROM tickets_message message
        JOIN search_entry e ON e.message_id = message.id
        JOIN tickets_ticket ON tickets_ticket.number = e.ticket_id
        WHERE message.ticket_id = ANY(%s) AND e.vector @@ %s::tsquery{readable}
        ORDER BY message.ticket_id, message.created_at DESC, message.id DESC
    """  # noqa: S608  # the words are parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(numbers), any_of_them, *params])
        rows = cursor.fetchall()
    beginnings = _beginnings(patterns)
    return {number: Highlight(pk, _line(text, files, beginnings)) for number, pk, text, files in rows}


def _line(text: str, files: str | None, beginnings: tuple[str, ...]) -> SafeString:
    """Of the text, or of the names of its files where the words stand only there."""
    only_in_files = files and not _found_in(text, beginnings) and _found_in(files, beginnings)
    return marked(files if only_in_files and files else text, beginnings)


def marked(text: str, beginnings: tuple[str, ...]) -> SafeString:
    """One line around the first word that begins like one of `beginnings` (folded), all such words marked."""
    spans = _found_in(text, beginnings)
    start = max(0, spans[0][0] - BEFORE) if spans else 0
    if start:
        start = text.find(" ", start, spans[0][0]) + 1 or start
    end = start + LINE
    parts: list[str] = ["…"] if start else []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    parts.append(escape(text[at:end]))
    if end < len(text):
        parts.append("…")
    return mark_safe(" ".join("".join(parts).split()))  # noqa: S308  # each piece of the text is escaped above


def _found_in(text: str, beginnings: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where such words stand, as far as one line from the first of them reaches: texts are long."""
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(text):
        if spans and match.start() > spans[0][0] + LINE:
            break
        if _is_found(match[0], beginnings):
            spans.append(match.span())
    return spans


def _is_found(token: str, beginnings: tuple[str, ...]) -> bool:
    folded = fold(token)
    if folded.startswith(beginnings):
        return True
    if folded.isascii():
        return False
    return any(is_cjk(word) and word in beginnings for word in words_of(folded))


def _beginnings(patterns: Patterns) -> tuple[str, ...]:
    """The words and stems looked for; a stem's last i stands for a y (happi, happy)."""
    words = [word for pattern in patterns.wanted for word in _IN_PATTERN.findall(pattern)]
    return tuple(dict.fromkeys([*words, *(word[:-1] for word in words if word.endswith("i") and len(word) > 3)]))
