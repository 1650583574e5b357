"""Filling the index: what was marked stale, a range of tickets, everything."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Min

from search.models import Entry, Stale
from search.words import configuration_for, language_of, searchable
from tickets.models import Message, Tag, Ticket
from tickets.models.message import MessageKind

MOST_AT_ONCE = 500
TICKETS_AT_ONCE = 1_000
_ONE_INDEXER = 7_302_201  # key of an advisory lock: two at a time could write an older state over a newer one
_VECTOR_INDEX = next(index for index in Entry._meta.indexes if index.name == "entry_vector")

# Words with positions and, beside them, stems without.
_WRITE = """
INSERT INTO search_entry (ticket_id, message_id, is_public, language, at, vector)
SELECT ticket_id, message_id, is_public, language, at,
       setweight(to_tsvector('simple', a) || strip(to_tsvector(configuration::regconfig, a)), 'A')
       || setweight(to_tsvector('simple', b), 'B')
       || to_tsvector('simple', c) || strip(to_tsvector(configuration::regconfig, c))
FROM unnest(%s::bigint[], %s::bigint[], %s::bool[], %s::text[], %s::text[], %s::timestamptz[], %s::text[], %s::text[],
            %s::text[])
     AS row(ticket_id, message_id, is_public, language, configuration, at, a, b, c)
"""
_OVER_MESSAGE = " ON CONFLICT (message_id) DO UPDATE SET "
_OVER_FIELDS = " ON CONFLICT (ticket_id, is_public) WHERE message_id IS NULL DO UPDATE SET "
_COLUMNS = """ticket_id = excluded.ticket_id, is_public = excluded.is_public, language = excluded.language,
 at = excluded.at, vector = excluded.vector"""


class Words(NamedTuple):
    """One row to be: `subject`, `names` and `text` are searchable already."""

    ticket_id: int
    message_id: int | None
    is_public: bool
    language: str
    configuration: str
    at: datetime | None
    subject: str = ""
    names: str = ""
    text: str = ""


def index_stale() -> int:
    """Index what is marked, until nothing is; how many marks were taken. Safe to run twice at once: one waits."""
    taken = 0
    while marks := _index_some_stale():
        taken += marks
    return taken


def index_all() -> None:
    """The whole index anew, its GIN built at the end: many times faster than row by row."""
    with transaction.atomic():
        _lock_indexer()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE search_entry, search_stale")
        with connection.schema_editor() as editor:
            editor.remove_index(Entry, _VECTOR_INDEX)
        span = Ticket.objects.aggregate(first=Min("pk"), last=Max("pk"))
        if span["first"] is not None:
            _write_range(span["first"], span["last"])
        with connection.schema_editor() as editor:
            editor.add_index(Entry, _VECTOR_INDEX)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")


def index_range(first: int, last: int) -> None:
    """The tickets with these numbers, both included, anew."""
    with transaction.atomic():
        _lock_indexer()
        Entry.objects.filter(ticket__gte=first, ticket__lte=last).delete()
        _write_range(first, last)


def _index_some_stale() -> int:
    with transaction.atomic():
        _lock_indexer()
        marks = list(Stale.objects.order_by("pk")[:MOST_AT_ONCE])
        if not marks:
            return 0
        tickets = {mark.ticket_number for mark in marks}
        messages = {mark.message_key for mark in marks if mark.message_key is not None}
        _write(_words_of_messages(Message.objects.filter(pk__in=messages)), _OVER_MESSAGE)
        _write(_words_of_fields(Ticket.objects.filter(pk__in=tickets)), _OVER_FIELDS)
        Stale.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
        return len(marks)


def _lock_indexer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_INDEXER])


def _write_range(first: int, last: int) -> None:
    for start in range(first, last + 1, TICKETS_AT_ONCE):
        end = min(last, start + TICKETS_AT_ONCE - 1)
        _write(_words_of_messages(Message.objects.filter(ticket__gte=start, ticket__lte=end)), "")
        _write(_words_of_fields(Ticket.objects.filter(pk__gte=start, pk__lte=end)), "")


def _words_of_messages(messages: Iterable[Message]) -> Iterator[Words]:
    rows = messages.order_by("pk").values_list(  # type: ignore[attr-defined]  # a queryset
        "pk", "ticket_id", "kind", "created_at", "text", "ticket__language"
    )
    for pk, ticket_id, kind, created_at, text, language in rows.iterator(chunk_size=2000):
        words = searchable(text)
        language = language or language_of(text)
        yield Words(
            ticket_id=ticket_id,
            message_id=pk,
            is_public=kind == MessageKind.PUBLIC,
            language=language,
            configuration=configuration_for(language),
            at=created_at,
            text=words,
        )


def _words_of_fields(tickets: Iterable[Ticket]) -> Iterator[Words]:
    rows = list(
        tickets.order_by("pk").values_list(  # type: ignore[attr-defined]  # a queryset
            "pk", "subject", "language", "requester__name", "requester__email", "organization__name"
        )
    )
    tags = _tags_of([row[0] for row in rows])
    for pk, subject, language, name, email, organization in rows:
        language = language or language_of(subject)
        common = {"ticket_id": pk, "message_id": None, "language": language, "at": None}
        configuration = configuration_for(language)
        yield Words(
            **common,
            is_public=True,
            configuration=configuration,
            subject=searchable(subject),
            names=searchable(f"{pk} {name} {email}"),
        )
        internal = searchable(" ".join([organization or "", *tags.get(pk, [])]))
        yield Words(**common, is_public=False, configuration="simple", text=internal)


def _tags_of(tickets: Collection[int]) -> dict[int, list[str]]:
    tags: dict[int, list[str]] = {}
    for pk, name in Tag.objects.filter(tickets__in=tickets).order_by("name").values_list("tickets", "name"):
        tags.setdefault(pk, []).append(name)
    return tags


def _write(rows: Iterator[Words], over: str) -> None:
    """`over`: what to do with a row that is there already; "" when there is none."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    ending = over + _COLUMNS if over else ""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE + ending, [list(column) for column in columns])
