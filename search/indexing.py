"""Filling the index: what was marked stale, what somebody renamed changes, a range of tickets, everything."""

import io
from collections.abc import Collection
from datetime import datetime
from typing import BinaryIO, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, Min

from search.models import Entry, Renamed, Stale
from search.spelling import learn, recount
from search.ticket_vectors import embed_tickets
from search.vectors import Part, vectors_for
from search.words import language_of
from tickets.models import Attachment, Message, Tag, Ticket
from tickets.models.message import MessageKind, MessageQuerySet
from tickets.models.ticket import TicketQuerySet

MOST_AT_ONCE = 500
TICKETS_AT_ONCE = 1_000
_ONE_INDEXER = 7_302_201  # key of an advisory lock: two at a time could write an older state over a newer one
_VECTOR_INDEX = next(index for index in Entry._meta.indexes if index.name == "entry_vector")

# Through the index's pending list: one walk through the index for thousands of rows. An index that is left on disk has
# none again, and no search ever sees it with one: they wait from here to the commit.
_LATER = (
    "SET LOCAL gin_pending_list_limit = '1GB'; SET LOCAL maintenance_work_mem = '256MB'; "
    f"ALTER INDEX {_VECTOR_INDEX.name} SET (fastupdate = on)"
)
_NOW = f"SELECT gin_clean_pending_list('{_VECTOR_INDEX.name}'); ALTER INDEX {_VECTOR_INDEX.name} SET (fastupdate = off)"

COLUMNS = ("ticket_id", "message_id", "is_public", "language", "at", "vector")
_WRITE = """
INSERT INTO search_entry (ticket_id, message_id, is_public, language, at, vector)
SELECT ticket_id, message_id, is_public, language, at, vector::tsvector
FROM unnest(%s::bigint[], %s::bigint[], %s::bool[], %s::text[], %s::timestamptz[], %s::text[])
     AS row(ticket_id, message_id, is_public, language, at, vector)
ON CONFLICT """
_OVER_MESSAGE = "(message_id) DO UPDATE SET "
_OVER_FIELDS = "(ticket_id, is_public) WHERE message_id IS NULL DO UPDATE SET "
_REPLACE = ", ".join(f"{column} = excluded.{column}" for column in COLUMNS)


class Row(NamedTuple):
    """One entry to be; `vector` in its text form."""

    ticket_id: int
    message_id: int | None
    is_public: bool
    language: str
    at: datetime | None
    vector: str


def index_stale() -> int:
    """Index what is marked, until nothing is; how many marks were taken. Safe to run twice at once: one waits."""
    taken = 0
    while marks := _index_some_stale() or _index_some_of_renamed():
        taken += marks
    return taken


def index_all() -> None:
    """The whole index anew, its GIN built at the end: many times faster than row by row."""
    with transaction.atomic():
        _lock_indexer()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL maintenance_work_mem = '256MB'")
            cursor.execute("TRUNCATE search_entry, search_embedding, search_stale, search_renamed")
        with connection.schema_editor() as editor:
            editor.remove_index(Entry, _VECTOR_INDEX)
        span = Ticket.objects.aggregate(first=Min("pk"), last=Max("pk"))
        if span["first"] is not None:
            _write_range(span["first"], span["last"])
        with connection.schema_editor() as editor:
            editor.add_index(Entry, _VECTOR_INDEX)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry, search_embedding")
    recount()


def index_range(first: int, last: int) -> None:
    """The tickets with these numbers, both included, anew."""
    with transaction.atomic():
        _lock_indexer()
        Entry.objects.filter(ticket__gte=first, ticket__lte=last).delete()
        _write_range(first, last)
        recount()


def add_new(cursor: CursorWrapper, rows: BinaryIO) -> None:
    """Entries of tickets that have none, in COPY's text format with COLUMNS; inside a transaction that ends soon after."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_INDEXER])
    cursor.execute(_LATER)
    cursor.copy_expert(f"COPY search_entry ({', '.join(COLUMNS)}) FROM STDIN", rows, 1 << 20)
    cursor.execute(_NOW)


def _index_some_stale() -> int:
    with transaction.atomic():
        _lock_indexer()
        marks = list(Stale.objects.order_by("pk")[:MOST_AT_ONCE])
        if not marks:
            return 0
        tickets = {mark.ticket_number for mark in marks}
        messages = {mark.message_key for mark in marks if mark.message_key is not None}
        spoken = rows_of_messages(Message.objects.filter(pk__in=messages))
        fields = rows_of_fields(Ticket.objects.filter(pk__in=tickets))
        _write(spoken, _OVER_MESSAGE)
        _write(fields, _OVER_FIELDS)
        learn(row.vector for row in [*spoken, *fields])
        embed_tickets(tickets)
        Stale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return len(marks)


def _index_some_of_renamed() -> int:
    """The newest tickets, not indexed yet, of somebody who has another name now."""
    with transaction.atomic():
        _lock_indexer()
        renamed = Renamed.objects.order_by("pk").first()
        if renamed is None:
            return 0
        theirs = Ticket.objects.filter(requester=renamed.person_key)
        if renamed.organization_key is not None:
            theirs = Ticket.objects.filter(organization=renamed.organization_key)
        if renamed.below is not None:
            theirs = theirs.filter(pk__lt=renamed.below)
        numbers = list(theirs.order_by("-pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
        rows = rows_of_fields(Ticket.objects.filter(pk__in=numbers))
        _write(rows, _OVER_FIELDS)
        learn(row.vector for row in rows)
        if len(numbers) < MOST_AT_ONCE:
            renamed.delete()
        else:
            Renamed.objects.filter(pk=renamed.pk).update(below=numbers[-1])
        return 1


def _lock_indexer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_INDEXER])


def _write_range(first: int, last: int) -> None:
    for start in range(first, last + 1, TICKETS_AT_ONCE):
        end = min(last, start + TICKETS_AT_ONCE - 1)
        _copy(rows_of_messages(Message.objects.filter(ticket__gte=start, ticket__lte=end)))
        _copy(rows_of_fields(Ticket.objects.filter(pk__gte=start, pk__lte=end)))
        embed_tickets(range(start, end + 1))


def rows_of_messages(messages: MessageQuerySet) -> list[Row]:
    """What machines answered (bounces, absences) is not for customers, as on their pages."""
    columns = ("pk", "ticket_id", "kind", "is_auto", "created_at", "text", "ticket__language")
    found = list(messages.order_by("pk").values_list(*columns))
    languages = [language or language_of(text) for *_, text, language in found]
    files = _files_of([pk for pk, *_ in found])
    vectors = vectors_for(
        [(_parts(text, files.get(pk)), language) for (pk, *_, text, _), language in zip(found, languages, strict=True)]
    )
    return [
        Row(ticket_id, pk, kind == MessageKind.PUBLIC and not is_auto, language, at, vector)
        for (pk, ticket_id, kind, is_auto, at, *_), language, vector in zip(found, languages, vectors, strict=True)
    ]


def _parts(text: str, files: list[str] | None) -> list[Part]:
    return [Part(text), *(Part(name, "C", is_stemmed=False) for name in files or ())]


def _files_of(messages: Collection[int]) -> dict[int, list[str]]:
    """Their files' names; pictures that the text shows have none that anybody chose."""
    files: dict[int, list[str]] = {}
    found = Attachment.objects.filter(message__in=messages, is_inline=False).order_by("pk")
    for pk, name in found.values_list("message", "filename"):
        files.setdefault(pk, []).append(name)
    return files


def rows_of_fields(tickets: TicketQuerySet) -> list[Row]:
    """Two for each ticket: what everybody on it may find it by, and what only staff may."""
    found = list(
        tickets.order_by("pk").values_list(
            "pk", "subject", "language", "requester__name", "requester__email", "organization__name"
        )
    )
    tags = _tags_of([pk for pk, *_ in found])
    languages = [language or language_of(subject) for _, subject, language, *_ in found]
    texts: list[tuple[list[Part], str]] = []
    for (pk, subject, _, name, email, organization), language in zip(found, languages, strict=True):
        texts.append(([Part(subject, "A"), Part(f"{pk} {name} {email}", "B", is_stemmed=False)], language))
        texts.append(([Part(organization or "", is_stemmed=False), Part(" ".join(tags.get(pk, ())))], language))
    vectors = iter(vectors_for(texts))
    return [
        Row(pk, None, is_public, language, None, next(vectors))
        for (pk, *_), language in zip(found, languages, strict=True)
        for is_public in (True, False)
    ]


def _tags_of(tickets: Collection[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for pk, name in Tag.objects.filter(tickets__in=tickets).order_by("name").values_list("tickets", "name"):
        tags.setdefault(pk, []).append(name)
    return tags


def _write(rows: list[Row], over: str) -> None:
    """Insert, or replace what is there."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE + over + _REPLACE, columns)


def _copy(rows: list[Row]) -> None:
    """Insert where nothing is yet. No value holds a tab, a newline or a backslash."""
    lines = "".join("\t".join("\\N" if value is None else str(value) for value in row) + "\n" for row in rows)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY search_entry ({', '.join(COLUMNS)}) FROM STDIN", io.StringIO(lines))
