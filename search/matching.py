"""From a parsed query to conditions that PostgreSQL judges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from accounts.brands import brands_ever
from accounts.models import EmailAddress, User
from search.query import DELETED, OF_ONE, SNOOZED, SPAM, Filter, Query, Term
from search.stems import stems_of
from search.words import stemmers
from tickets.errors import Invalid
from tickets.fields import FieldOfForm, cleaned, leaves_of
from tickets.forms import fields_named
from tickets.models import Attachment, FieldKind, Ticket


@dataclass(frozen=True, slots=True)
class Patterns:
    """The terms as tsqueries: a ticket matches when for each of `wanted` some row of it does, and for no `unwanted`."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @classmethod
    def of(cls, query: Query) -> "Patterns":
        patterns = [(tsquery_of(term), term.is_excluded) for term in query.terms]
        return cls(
            wanted=tuple(pattern for pattern, is_excluded in patterns if not is_excluded),
            unwanted=tuple(pattern for pattern, is_excluded in patterns if is_excluded),
        )


def tsquery_of(term: Term) -> str:
    """As text. A phrase is exact; a word is found in any form that has the same stem in one of the site's languages."""
    exact = " <-> ".join(f"'{word}'" for word in term.words) + (":*" if term.is_prefix else "")
    if term.is_phrase or len(term.words) > 1:
        return exact
    word = term.words[0]
    stems = [f"'{stems_of([word], dictionary)[word]}'" for dictionary in stemmers().values()]
    return " | ".join(dict.fromkeys([exact, *stems]))


def one_of(numbers: list[int]) -> RawSQL:
    """As one parameter: hundreds of them take the ORM longer to write than PostgreSQL to look up."""
    return RawSQL("tickets_ticket.number = ANY(%s)", [numbers], output_field=BooleanField())  # noqa: S611  # a constant


def text_condition(person: User, patterns: Patterns) -> RawSQL:
    """Whether the rows of a ticket that the person may read match; walks the few rows of that one ticket."""
    readable, readable_params = readable_rows(person)
    # Each as a value and not as a condition: PostgreSQL would read the index for a word that is in every third row.
    rows = f"FROM search_entry e WHERE e.ticket_id = tickets_ticket.number AND e.vector @@ %s::tsquery{readable}"
    wanted = [f"(SELECT true {rows} LIMIT 1)" for _ in patterns.wanted]  # noqa: S608  # the words are parameters
    unwanted = [f"(SELECT true {rows} LIMIT 1) IS NULL" for _ in patterns.unwanted]  # noqa: S608  # likewise
    params = [value for pattern in [*patterns.wanted, *patterns.unwanted] for value in [pattern, *readable_params]]
    return RawSQL(" AND ".join([*wanted, *unwanted]), params, output_field=BooleanField())  # noqa: S611  # likewise


# What came from another ticket a CC reads only if it is theirs or they could read it there.
_READ_IN_COPY = """
SELECT 1 FROM tickets_message m JOIN tickets_ticket origin ON origin.number = m.origin_id
WHERE m.id = e.message_id AND CASE
    WHEN m.moved_at IS NULL THEN e.at >= coalesce(
        (SELECT p.since FROM tickets_participant p WHERE p.ticket_id = e.ticket_id AND p.person_id = %s AND p.role = 'cc'),
        '-infinity'
    )
    ELSE m.author_id = %s OR origin.requester_id = %s
         OR EXISTS (SELECT 1 FROM tickets_participant p WHERE p.ticket_id = m.origin_id AND p.person_id = %s
                    AND p.role = 'cc' AND coalesce(p.since, '-infinity') <= e.at)
END"""


def readable_rows(person: User) -> tuple[str, list[Any]]:
    """As `Message.objects.visible_to`: staff everything, customers what is public, a CC from the message that brought them in."""
    if person.is_staff:
        return "", []
    organization = person.organization
    shared = organization.pk if organization is not None and organization.shares_tickets else None
    whole = "tickets_ticket.requester_id = %s OR tickets_ticket.organization_id = %s"
    may_read = f"e.at IS NULL OR {whole} OR EXISTS ({_READ_IN_COPY})"
    return f" AND e.is_public AND ({may_read})", [person.pk, shared, person.pk, person.pk, person.pk, person.pk]


def ticket_conditions(query: Query, person: User) -> list[Q]:
    """What the operators ask for, all of which must hold: of what a ticket has one of, any of the values."""
    either: dict[str, Q] = {}
    others: list[Q] = []
    for found in query.filters:
        condition = _condition(found, person)
        if found.field in OF_ONE and not found.is_excluded:
            either[found.field] = either[found.field] | condition if found.field in either else condition
        else:
            others.append(condition)
    return [*either.values(), *others]


def _condition(found: Filter, person: User) -> Q:
    """Of one operator."""
    condition = _CONDITIONS[found.field](found, person)
    return ~condition if found.is_excluded else condition


def _status(found: Filter, person: User) -> Q:
    return Q(status__in=found.values)


def _level(found: Filter, person: User) -> Q:
    return Q(level__in=found.values)


def _priority(found: Filter, person: User) -> Q:
    return Q(priority__in=found.values)


def _channel(found: Filter, person: User) -> Q:
    return Q(channel__in=found.values)


def _assignee(found: Filter, person: User) -> Q:
    if found.values == ("none",):
        return Q(assignee__isnull=True)
    return Q(assignee__in=people_named(found.values[0], person).staff())


def _from(found: Filter, person: User) -> Q:
    return Q(requester__in=people_named(found.values[0], person))


def people_named(typed: str, person: User) -> Any:
    """By the beginning of their address, or, where no @ is typed, by a part of their name too."""
    if typed == "me":
        return User.objects.filter(pk=person.pk)
    first = User.objects.filter(email__startswith=typed).order_by().values("pk")
    further = EmailAddress.objects.filter(address__startswith=typed).order_by().values("person")
    by_address = Q(pk__in=first.union(further, all=True))  # each by its index; an OR of both would read all people
    return User.objects.filter(by_address if "@" in typed else by_address | Q(name__icontains=typed))


def _team(found: Filter, person: User) -> Q:
    if found.values == ("none",):
        return Q(team__isnull=True)
    return Q(team__name__iexact=found.values[0])


def _tag(found: Filter, person: User) -> Q:
    return Q(pk__in=Ticket.tags.through.objects.filter(tag__name=found.values[0]).values("ticket"))


def _brand(found: Filter, person: User) -> Q:
    """By its name, or the beginning of it."""
    typed = found.values[0]
    named = [brand for brand in brands_ever() if brand.name.casefold().startswith(typed)]
    return Q(brand__in=[brand.pk for brand in named if brand.name.casefold() == typed] or [brand.pk for brand in named])


def _kind(found: Filter, person: User) -> Q:
    return Q(kind__in=found.values)


def _sentiment(found: Filter, person: User) -> Q:
    return Q(sentiment__in=found.values)


def _field(found: Filter, person: User) -> Q:
    """What was answered to a field of the ticket's form; of a tree, also each branch above. Found by the index of `fields`."""
    key, typed = found.values
    field = fields_named([key]).get(key)
    conditions = [Q(fields__contains={key: value}) for value in _answers(field, typed)] if field else []
    # The index holds only tickets that have answers.
    return reduce(or_, conditions) & ~Q(fields={}) if conditions else Q(pk__in=())


def _answers(field: FieldOfForm, typed: str) -> list[Any]:
    """The stored values that somebody may mean who types this; none where it is no answer to this field."""
    if field.kind == FieldKind.TEXT:  # in the case as typed, and as numbers of orders and machines are written
        return list(dict.fromkeys([typed, typed.upper(), typed.lower()]))
    if field.kind == FieldKind.TREE:
        paths = list(leaves_of(field.options))
        branches = {part for path in paths for part in path if part.casefold() == typed.casefold()}
        if branches:
            return [[branch] for branch in sorted(branches)]
    try:
        value = cleaned(field, typed)
    except Invalid:
        return []
    return [] if value is None else [value]


def _is(found: Filter, person: User) -> Q:
    return {
        SNOOZED: Q(snoozed_until__isnull=False),
        DELETED: Q(deleted_at__isnull=False),
        SPAM: Q(is_spam=True),
    }[found.values[0]]


def _has(found: Filter, person: User) -> Q:
    files = Attachment.objects.filter(message__ticket=OuterRef("pk"), is_inline=False)
    return Q(Exists(files))


# In a message, files are what has the weight C; an index holds their words alone, because most rows with a word of a file's
# name have it in their text (migration 0006). As an array, because PostgreSQL would rather look through all rows from the newest.
_FILE = """tickets_ticket.number = ANY(ARRAY(
SELECT ticket_id FROM search_entry WHERE ts_filter(vector, '{c}') @@ %s::tsquery AND ts_filter(vector, '{c}') <> ''))"""


def _file(found: Filter, person: User) -> Q:
    *words, last = found.values
    pattern = " & ".join([*(f"'{word}'" for word in words), f"'{last}':*"])
    return Q(RawSQL(_FILE, [pattern], output_field=BooleanField()))  # noqa: S611  # a constant; the words are a parameter


def _dated(column: str) -> Callable[[Filter, User], Q]:
    """Days in the viewer's time zone; `>` is after that day, `<` before it."""

    def condition(found: Filter, person: User) -> Q:
        day = _day(found.values[0])
        starts, ends = _midnight(day), _midnight(day + timedelta(days=1)) if day < date.max else _midnight(day)
        return {
            ":": Q(**{f"{column}__gte": starts, f"{column}__lt": ends}),
            ">": Q(**{f"{column}__gte": ends}),
            ">=": Q(**{f"{column}__gte": starts}),
            "<": Q(**{f"{column}__lt": starts}),
            "<=": Q(**{f"{column}__lt": ends}),
        }[found.sign]

    return condition


def _day(value: date | timedelta) -> date:
    """That day, or so many days before today."""
    return timezone.localdate() - value if isinstance(value, timedelta) else value


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())


_CONDITIONS = {
    "status": _status,
    "level": _level,
    "priority": _priority,
    "channel": _channel,
    "assignee": _assignee,
    "from": _from,
    "team": _team,
    "tag": _tag,
    "brand": _brand,
    "kind": _kind,
    "sentiment": _sentiment,
    "field": _field,
    "is": _is,
    "has": _has,
    "file": _file,
    "created": _dated("opened_at"),
    "updated": _dated("updated_at"),
    "solved": _dated("solved_at"),
}
