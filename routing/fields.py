"""What a rule's conditions may ask about: the closed list of fields, each with its type, and the operators of each type.

Plain data, without a database: `routing/facts.py` knows where a field's value comes from.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.languages import languages_of_customers
from accounts.models.organization import Tier
from sla.terms import Target
from tickets.models import Channel, Kind, Level, Priority, Sentiment, Status
from tickets.ratings import SurveyKind

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Type(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    RANKED = "ranked"  # a choice whose values have an order
    REFERENCE = "reference"  # the key of a team, a person …
    TAGS = "tags"
    NUMBER = "number"
    FLAG = "flag"
    ANSWER = "answer"  # of a form's field: whatever it holds


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    BEGINS_WITH = "begins_with"
    ENDS_WITH = "ends_with"
    MATCHES = "matches"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    HAS_ALL = "has_all"
    IS_EMPTY = "is_empty"
    IS_NOT_EMPTY = "is_not_empty"
    CHANGED = "changed"


_EMPTY = (Operator.IS_EMPTY, Operator.IS_NOT_EMPTY)
_LIKE = (Operator.IS, Operator.IS_NOT)
_AMONG = (Operator.ANY_OF, Operator.NONE_OF)
_RANK = (Operator.AT_LEAST, Operator.AT_MOST)

OPERATORS: dict[Type, tuple[Operator, ...]] = {
    Type.TEXT: (
        Operator.CONTAINS,
        Operator.CONTAINS_NOT,
        *_LIKE,
        Operator.BEGINS_WITH,
        Operator.ENDS_WITH,
        Operator.MATCHES,
        *_EMPTY,
    ),
    Type.CHOICE: (*_LIKE, *_AMONG, *_EMPTY),
    Type.RANKED: (*_LIKE, *_RANK, *_AMONG),
    Type.REFERENCE: (*_LIKE, *_AMONG, *_EMPTY),
    Type.TAGS: (Operator.ANY_OF, Operator.NONE_OF, Operator.HAS_ALL, *_EMPTY),
    Type.NUMBER: (*_LIKE, *_RANK),
    Type.FLAG: (Operator.IS,),
    Type.ANSWER: (*_LIKE, Operator.CONTAINS, Operator.CONTAINS_NOT, *_RANK, *_EMPTY),
}
WITHOUT_VALUE = frozenset({Operator.IS_EMPTY, Operator.IS_NOT_EMPTY, Operator.CHANGED})
WITH_SEVERAL = frozenset({Operator.ANY_OF, Operator.NONE_OF, Operator.HAS_ALL})
OPERATOR_WORDS: "dict[Operator, _StrOrPromise]" = {
    Operator.IS: _("is"),
    Operator.IS_NOT: _("is not"),
    Operator.ANY_OF: _("is one of"),
    Operator.NONE_OF: _("is none of"),
    Operator.CONTAINS: _("contains"),
    Operator.CONTAINS_NOT: _("does not contain"),
    Operator.BEGINS_WITH: _("begins with"),
    Operator.ENDS_WITH: _("ends with"),
    Operator.MATCHES: _("matches the pattern"),
    Operator.AT_LEAST: _("is at least"),
    Operator.AT_MOST: _("is at most"),
    Operator.HAS_ALL: _("has all of"),
    Operator.IS_EMPTY: _("is empty"),
    Operator.IS_NOT_EMPTY: _("is not empty"),
    Operator.CHANGED: _("has just changed"),
}


class Part(StrEnum):
    """What a field is about; the builder groups them so."""

    TICKET = "ticket"
    BEFORE = "before"
    REQUESTER = "requester"
    ORGANIZATION = "organization"
    MESSAGE = "message"
    SLA = "sla"
    RATING = "rating"


PART_WORDS: "dict[Part, _StrOrPromise]" = {
    Part.TICKET: _("Ticket"),
    Part.BEFORE: _("Before the change"),
    Part.REQUESTER: _("Customer"),
    Part.ORGANIZATION: _("Organization"),
    Part.MESSAGE: _("Message"),
    Part.SLA: _("SLA"),
    Part.RATING: _("Rating"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One field. `of`: what a reference points to; `names`: what it is asked of is named beside it (a header, a form's field).

    `column`: the ticket's column that holds it, for which one may ask whether it has just changed.
    """

    key: str
    label: "_StrOrPromise"
    part: Part
    type: Type
    choices: "tuple[tuple[str, _StrOrPromise], ...]" = ()
    of: str = ""
    names: bool = False
    column: str = ""

    @property
    def operators(self) -> tuple[Operator, ...]:
        return OPERATORS[self.type] + ((Operator.CHANGED,) if self.column and self.part == Part.TICKET else ())

    @property
    def ranks(self) -> tuple[str, ...]:
        return tuple(value for value, _label in self.choices)


_STATUSES = tuple((value, label) for value, label in Status.choices)
_PRIORITIES = tuple((priority.name.lower(), priority.label) for priority in Priority)
_LEVELS = tuple((str(level.value), level.label) for level in Level)
_LANGUAGES = languages_of_customers()
_WRITERS = (
    ("customer", _("a customer")),
    ("staff", _("somebody of ours")),
    ("rule", _("a rule")),
    ("machine", _("a machine of ours")),
)

_ALL = (
    Asked("subject", _("Subject"), Part.TICKET, Type.TEXT, column="subject"),
    Asked("status", _("Status"), Part.TICKET, Type.CHOICE, _STATUSES, column="status"),
    Asked("priority", _("Priority"), Part.TICKET, Type.RANKED, _PRIORITIES, column="priority"),
    Asked("level", _("Level"), Part.TICKET, Type.RANKED, _LEVELS, column="level"),
    Asked("kind", _("Kind"), Part.TICKET, Type.CHOICE, tuple(Kind.choices), column="kind"),
    Asked("channel", _("Channel"), Part.TICKET, Type.CHOICE, tuple(Channel.choices)),
    Asked("team", _("Team"), Part.TICKET, Type.REFERENCE, of="team", column="team_id"),
    Asked("assignee", _("Assignee"), Part.TICKET, Type.REFERENCE, of="person", column="assignee_id"),
    Asked("tags", _("Tags"), Part.TICKET, Type.TAGS),
    Asked("mailbox", _("Mailbox"), Part.TICKET, Type.REFERENCE, of="mailbox"),
    Asked("brand", _("Brand"), Part.TICKET, Type.REFERENCE, of="brand"),
    Asked("language", _("Language"), Part.TICKET, Type.CHOICE, _LANGUAGES),
    Asked(
        "sentiment",
        _("How the customer sounds"),
        Part.TICKET,
        Type.CHOICE,
        tuple(Sentiment.choices),
        column="sentiment",
    ),
    Asked("form", _("Form"), Part.TICKET, Type.REFERENCE, of="form", column="form_id"),
    Asked("answer", _("Field of the form"), Part.TICKET, Type.ANSWER, names=True),
    Asked("reopen_count", _("Times reopened"), Part.TICKET, Type.NUMBER, column="reopen_count"),
    Asked("is_snoozed", _("Snoozed"), Part.TICKET, Type.FLAG),
    Asked("actor", _("Who did it"), Part.TICKET, Type.CHOICE, _WRITERS),
    Asked("before.status", _("Status"), Part.BEFORE, Type.CHOICE, _STATUSES, column="status"),
    Asked("before.priority", _("Priority"), Part.BEFORE, Type.RANKED, _PRIORITIES, column="priority"),
    Asked("before.level", _("Level"), Part.BEFORE, Type.RANKED, _LEVELS, column="level"),
    Asked("before.team", _("Team"), Part.BEFORE, Type.REFERENCE, of="team", column="team_id"),
    Asked("before.assignee", _("Assignee"), Part.BEFORE, Type.REFERENCE, of="person", column="assignee_id"),
    Asked("requester.email", _("Address"), Part.REQUESTER, Type.TEXT),
    Asked("requester.domain", _("Domain of the address"), Part.REQUESTER, Type.TEXT),
    Asked("requester.name", _("Name"), Part.REQUESTER, Type.TEXT),
    Asked("requester.language", _("Language"), Part.REQUESTER, Type.CHOICE, _LANGUAGES),
    Asked("organization", _("Organization"), Part.ORGANIZATION, Type.REFERENCE, of="organization"),
    Asked("organization.name", _("Name"), Part.ORGANIZATION, Type.TEXT),
    Asked("organization.tier", _("Tier"), Part.ORGANIZATION, Type.CHOICE, tuple(Tier.choices)),
    Asked("message.text", _("Words"), Part.MESSAGE, Type.TEXT),
    Asked("message.subject", _("Subject of the mail"), Part.MESSAGE, Type.TEXT),
    Asked("message.header", _("Header of the mail"), Part.MESSAGE, Type.TEXT, names=True),
    Asked("sla.target", _("Which target"), Part.SLA, Type.CHOICE, tuple(Target.choices)),
    Asked("sla.percent", _("Percent of the time used up"), Part.SLA, Type.NUMBER),
    Asked("sla.minutes_left", _("Minutes until the next deadline"), Part.SLA, Type.NUMBER),
    Asked("sla.is_breached", _("A promise was missed"), Part.SLA, Type.FLAG),
    Asked("message.has_files", _("With files"), Part.MESSAGE, Type.FLAG),
    Asked("rating.kind", _("Which survey"), Part.RATING, Type.CHOICE, tuple(SurveyKind.choices)),
    Asked("rating.score", _("Score"), Part.RATING, Type.NUMBER),
    Asked("rating.is_low", _("Low"), Part.RATING, Type.FLAG),
    Asked("rating.comment", _("Comment"), Part.RATING, Type.TEXT),
)
FIELDS: dict[str, Asked] = {asked.key: asked for asked in _ALL}
