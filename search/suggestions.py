"""What a search field offers while somebody types: operators and their values, people, tags, tickets, what they searched before.

For staff only: customers search in what is theirs, in words.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.brands import brands, has_several
from accounts.models import Team, User
from search.people import people_like
from search.queries import find_exact, newest_numbers
from search.query import ATTACHMENT, DELETED, FORM_FIELD, LONGEST_QUERY, SNOOZED, SPAM, Misread, Query, parse
from search.recent import recent_searches
from tickets.content import storable
from tickets.models import Channel, Field, Kind, Level, Priority, Sentiment, Status, Tag, Ticket

MOST = 6
MOST_OPERATORS = 4
SHORTEST = 2
LONGEST_NAMED = 40  # of what is no operator, in a sentence about it

_LAST = re.compile(r'(?P<minus>-)?(?:(?P<operator>[a-z]+):)?(?P<value>"[^"]*|[^\s"]*)$', re.IGNORECASE)


class SuggestionKind(StrEnum):
    RECENT = "recent"
    OPERATOR = "operator"
    VALUE = "value"
    PERSON = "person"
    TAG = "tag"
    TICKET = "ticket"


class Suggestion(NamedTuple):
    """`text` is what the field holds when it is chosen; a ticket is opened instead."""

    kind: SuggestionKind
    name: str
    hint: str
    text: str = ""
    number: int | None = None
    id: int | None = None  # of a recent search


OPERATORS: dict[str, Promise] = {
    "status": gettext_lazy("new, open, pending, on_hold, solved, closed or unsolved"),
    "assignee": gettext_lazy("who has it: me, none, a name or an address"),
    "from": gettext_lazy("who asks, by name or address"),
    "tag": gettext_lazy("has this tag"),
    "team": gettext_lazy("in a team's queue, or none"),
    "brand": gettext_lazy("whose customer asks, by the brand's name"),
    "priority": gettext_lazy("low, normal, high or urgent"),
    "level": gettext_lazy("support level, 0 to 3"),
    "channel": gettext_lazy("how it came: email, portal, phone …"),
    "kind": gettext_lazy("question, incident, problem or task"),
    "sentiment": gettext_lazy("how the customer sounds: upset, neutral or pleased"),
    "file": gettext_lazy("words of an attachment's name"),
    "has": gettext_lazy("attachment"),
    "is": gettext_lazy("snoozed, spam or deleted"),
    "created": gettext_lazy("a day such as 2026-01-31, or 7d for a week ago; also > and <"),
    "updated": gettext_lazy("a day such as 2026-01-31, or 7d for a week ago; also > and <"),
    "solved": gettext_lazy("a day such as 2026-01-31, or 7d for a week ago; also > and <"),
}


def suggestions_for(person: User, text: str) -> list[Suggestion]:
    """For what stands in the field, its end being typed. Bounded: some six of each kind."""
    text = storable(text).lstrip()[:LONGEST_QUERY]
    last = _LAST.search(text)
    if not text.strip() or last is None:
        return [*_recent(person, ""), *_operators("", text)]
    before, typed = text[: last.start()] + (last["minus"] or ""), last["value"].lstrip('"')
    if last["operator"]:
        reader = _VALUES.get(last["operator"].lower())
        return reader(person, before, last["operator"].lower(), typed.lower()) if reader else []
    return [
        *_recent(person, text),
        *_operators(typed, before),
        *_fields(typed.lower(), before),
        *(_people(person, before, "from", typed)[:3] if len(typed) >= SHORTEST else []),
        *(_tags(person, before, "tag", typed.lower())[:3] if len(typed) >= SHORTEST else []),
        *tickets_like(person, text),
    ]


def said_of_misread(query: Query) -> list[str]:
    """Of each operator that there is not, or whose value means nothing: what was perhaps meant, or what it takes."""
    return [said for one in query.unknown if (said := said_of_unknown(one))] + [
        _("“%(typed)s” was looked for as words, because “%(operator)s:” takes: %(values)s.")
        % {"typed": typed.typed, "operator": typed.field, "values": taken_by(typed.field)}
        for typed in query.misread
    ]


def said_of_unknown(unknown: Misread) -> str:
    """Empty where < or > stands between words that have nothing to do with an operator."""
    names = {"operator": unknown.field[:LONGEST_NAMED], "meant": meant_by(unknown.field)}
    if names["meant"]:
        return _("There is no filter “%(operator)s”. Did you mean “%(meant)s”?") % names
    if not unknown.typed.lower().lstrip("-").startswith(f"{unknown.field}:"):
        return ""
    return _("There is no filter “%(operator)s”, so this was looked for as words.") % names


def meant_by(operator: str) -> str:
    """The operator of ours that is written nearly so; empty when there is none."""
    near = process.extractOne(
        operator, OPERATORS.keys(), scorer=OSA.distance, score_cutoff=2 if len(operator) > 5 else 1
    )
    return near[0] if near else ""


def taken_by(operator: str) -> str:
    """The values that mean something after it."""
    return ", ".join(_CLOSED[operator]) if operator in _CLOSED else str(OPERATORS[operator])


def tickets_like(person: User, text: str) -> list[Suggestion]:
    """The one of this number, then the newest with these words."""
    query = parse(text)
    exact = find_exact(person, query)
    if exact is not None:
        return [_ticket(exact)]
    if len(text.strip()) < SHORTEST or not query.terms:
        return []
    numbers = newest_numbers(person, Query(query.terms, query.filters), most=MOST)
    found = Ticket.objects.visible_to(person).select_related("requester").in_bulk(numbers)
    return [_ticket(found[number]) for number in numbers if number in found]


def _ticket(ticket: Ticket) -> Suggestion:
    hint = f"#{ticket.number} · {ticket.requester.display_name} · {ticket.get_status_display()}"
    return Suggestion(SuggestionKind.TICKET, ticket.subject, hint, number=ticket.number)


def _recent(person: User, text: str) -> list[Suggestion]:
    wanted = text.strip().lower()
    found = [search for search in recent_searches(person) if wanted in search.text.lower() and search.text != text]
    return [Suggestion(SuggestionKind.RECENT, search.text, "", search.text, id=search.pk) for search in found[:MOST]]


def _operators(typed: str, before: str) -> list[Suggestion]:
    names = [name for name in OPERATORS if name.startswith(typed.lower()) and (name != "brand" or has_several())]
    return [
        Suggestion(SuggestionKind.OPERATOR, f"{name}:", str(OPERATORS[name]), f"{before}{name}:")
        for name in names[: MOST_OPERATORS if typed else len(names)]
    ]


def _fields(typed: str, before: str) -> list[Suggestion]:
    """The questions of forms, once somebody begins to type "field."."""
    start = f"{FORM_FIELD}."
    if len(typed) < SHORTEST or not start.startswith(typed[: len(start)]):
        return []
    fields = Field.objects.filter(archived_at=None, key__startswith=typed[len(start) :])[:MOST]
    return [
        Suggestion(SuggestionKind.OPERATOR, f"{start}{field.key}:", field.name, f"{before}{start}{field.key}:")
        for field in fields
    ]


def _people(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
    found = people_like(typed)
    if operator == "assignee":
        found = found.staff()
    own = [("me", person.display_name)] if "me".startswith(typed) else []
    own += [("none", _("nobody"))] if operator == "assignee" and "none".startswith(typed) else []
    found = found.filter(email__isnull=False).order_by("name", "pk")
    people = [(somebody.email, somebody.display_name) for somebody in found[:MOST]]
    return [
        Suggestion(SuggestionKind.PERSON, name, f"{operator}:{value}", f"{before}{operator}:{value} ")
        for value, name in [*own, *people]
    ]


def _tags(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
    names = (
        Tag.objects.filter(name__startswith=typed, archived_at=None)
        .order_by("name")
        .values_list("name", flat=True)[:MOST]
    )
    return [_value(SuggestionKind.TAG, before, operator, name, "") for name in names]


def _teams(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
    teams = Team.objects.filter(name__istartswith=typed, archived_at=None).order_by("name")
    if not person.is_admin:
        teams = teams.filter(Q(is_private=False) | Q(pk__in=person.teams.values("pk")))
    own = [("none", _("in no queue"))] if "none".startswith(typed) else []
    names = [(team.name, "") for team in teams[:MOST]]
    return [_value(SuggestionKind.VALUE, before, operator, name, hint) for name, hint in [*own, *names]]


def _brands(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
    names = [brand.name for brand in brands() if brand.name.casefold().startswith(typed)] if has_several() else []
    return [_value(SuggestionKind.VALUE, before, operator, name, "") for name in names]


def _choices(choices: Mapping[str, object]) -> Callable[[User, str, str, str], list[Suggestion]]:
    def offered(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
        fitting = [
            (value, name) for value, name in choices.items() if value.startswith(typed) or typed in str(name).lower()
        ]
        return [_value(SuggestionKind.VALUE, before, operator, value, str(name)) for value, name in fitting]

    return offered


def _value(kind: SuggestionKind, before: str, operator: str, value: str, hint: str) -> Suggestion:
    quoted = f'"{value}"' if " " in value else value
    return Suggestion(kind, f"{operator}:{quoted}", hint, f"{before}{operator}:{quoted} ")


def _days(person: User, before: str, operator: str, typed: str) -> list[Suggestion]:
    ways = {"1d": _("yesterday"), "7d": _("a week ago"), "30d": _("30 days ago")}
    return [
        Suggestion(
            SuggestionKind.VALUE,
            f"{operator}>{value}",
            _("since %(day)s") % {"day": name},
            f"{before}{operator}>{value} ",
        )
        for value, name in ways.items()
        if value.startswith(typed)
    ]


_CLOSED: dict[str, Mapping[str, object]] = {
    "status": {**dict(Status.choices), "unsolved": gettext_lazy("Everything that is not solved")},
    "priority": {priority.name.lower(): priority.label for priority in Priority},
    "level": {str(level.value): level.label for level in Level},
    "channel": dict(Channel.choices),
    "kind": dict(Kind.choices),
    "sentiment": dict(Sentiment.choices),
    "is": {SNOOZED: gettext_lazy("Snoozed"), SPAM: gettext_lazy("Spam"), DELETED: gettext_lazy("Deleted")},
    "has": {ATTACHMENT: gettext_lazy("With files")},
}
_VALUES: dict[str, Callable[[User, str, str, str], list[Suggestion]]] = {
    **{operator: _choices(choices) for operator, choices in _CLOSED.items()},
    "assignee": _people,
    "from": _people,
    "tag": _tags,
    "team": _teams,
    "brand": _brands,
    "created": _days,
    "updated": _days,
    "solved": _days,
}
