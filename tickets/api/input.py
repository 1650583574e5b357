"""What the API takes about tickets: the shape of bodies and query strings. Whether it may be done, the verbs decide."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from helpdesk.api.fields import (
    LARGEST_ID,
    Email,
    Flag,
    Id,
    ListOf,
    Moment,
    Number,
    QueryString,
    RequestBody,
    Text,
    Uuid,
    Word,
    Words,
)
from helpdesk.api.pagination import PageQuery
from tickets.api.answers import Answers
from tickets.api.words import CHANNELS, CLOSE_RULES, KINDS, LINK_KINDS, PRIORITIES, ROLES, SENTIMENTS, STATUSES
from tickets.content import Body

MOST_CHARACTERS = 500_000
SORT_NAMES = ("updated", "opened", "waiting", "due", "priority", "solved")


def tag_list(**kwargs: Any) -> ListOf:
    return ListOf(Words(max_length=50), max_length=30, required=False, **kwargs)


class Said(RequestBody):
    # Words as plain text or as HTML, which is sanitised; HTML wins when both are there.
    openapi_extra = {"additionalProperties": False, "anyOf": [{"required": ["text"]}, {"required": ["html"]}]}

    text = Words(max_length=MOST_CHARACTERS, required=False)
    html = Words(max_length=MOST_CHARACTERS, required=False)
    attachments = ListOf(Uuid(), max_length=50, required=False, help_text="Ids of files uploaded before.")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "text" not in values and "html" not in values:
            raise ValidationError({"text": [_("Write something here, or in html.")]})
        return values


def body_of(words: dict[str, Any]) -> Body:
    return Body.from_html(words["html"]) if "html" in words else Body.from_text(words["text"])


class NewTicket(Said):
    """Customers give subject, words, attachments, and a topic with its answers; the rest is for staff."""

    subject = Words(max_length=250)
    requester = Email(required=False, help_text="Who asks; made as a customer when unknown. Yourself when left out.")
    requester_name = Text(max_length=150, required=False)
    channel = Word(CHANNELS, required=False, help_text="How it came in; api when left out.")
    priority = Word(PRIORITIES, required=False)
    kind = Word(KINDS, required=False)
    tags = tag_list()
    cc = ListOf(Email(), max_length=20, required=False)
    team = Id(required=False, allow_null=True)
    assignee = Id(required=False, allow_null=True)
    brand = Id(required=False, help_text="Whose it is; that of the address called when left out.")
    follows = Number(
        minimum=1,
        maximum=LARGEST_ID,
        required=False,
        help_text="The ticket it goes on with, a closed one say: they are linked.",
    )
    form = Id(required=False, allow_null=True, help_text="Its form; of customers a topic, as /topics/ tells.")
    fields = Answers(  # type: ignore[assignment]  # a field, taken away by the metaclass
        required=False, help_text="Answers to the form's questions."
    )


class NewMessage(Said):
    """Staff say with `seen_seq` (or If-Match) what they had read; without either they are taken to have read nothing."""

    seen_seq = Number(minimum=0, maximum=2**31 - 1, required=False)
    to = ListOf(
        Email(), max_length=20, required=False, help_text="Whom it is addressed to; the requester when left out."
    )
    cc = ListOf(
        Email(), max_length=20, required=False, help_text="Who is copied from now on; left as it is when left out."
    )
    bcc = ListOf(Email(), max_length=20, required=False, help_text="Get this one mail; nobody else learns of it.")
    status = Word(STATUSES, required=False, help_text="Set in the same act.")
    macros = ListOf(
        Id(), max_length=20, required=False, help_text="Macros that the words come from: what they do is done too."
    )


class NewNote(Said):
    mentions = ListOf(
        Id(),
        max_length=50,
        required=False,
        help_text="People of ours who are told and follow the ticket, besides those named in the text with an @.",
    )
    seen_seq = Number(minimum=0, maximum=2**31 - 1, required=False, help_text="Refuses when there is something newer.")


class TicketQuery(PageQuery):
    status = ListOf(Word(STATUSES), max_length=6, required=False)
    priority = ListOf(Word(PRIORITIES), max_length=4, required=False)
    level = ListOf(Number(minimum=0, maximum=3), max_length=4, required=False)
    channel = ListOf(Word(CHANNELS), max_length=9, required=False)
    kind = ListOf(Word(KINDS), max_length=4, required=False)
    sentiment = ListOf(Word(SENTIMENTS), max_length=3, required=False)
    assignee = Text(
        max_length=20, pattern=r"^(me|none|[1-9][0-9]{0,17})$", required=False, help_text="me, none or a person's id."
    )
    team = Text(max_length=20, pattern=r"^(none|[1-9][0-9]{0,17})$", required=False, help_text="none or a team's id.")
    requester = Id(required=False)
    organization = Id(required=False)
    brand = Id(required=False)
    tag = ListOf(Words(max_length=50), max_length=10, required=False, help_text="All of these.")
    opened_after = Moment(required=False, help_text="At or after.")
    opened_before = Moment(required=False)
    updated_after = Moment(required=False, help_text="At or after.")
    updated_before = Moment(required=False)
    solved_after = Moment(required=False, help_text="At or after.")
    solved_before = Moment(required=False)
    due_before = Moment(required=False, help_text="Unfinished ones with a promise that is to be kept before.")
    is_snoozed = Flag(required=False, help_text="Only those that are put aside, or only those that are not.")
    is_spam = Flag(required=False, default=False)
    is_deleted = Flag(required=False, default=False)
    sort = Word(
        {name: name for name in SORT_NAMES},
        required=False,
        default="updated",
        help_text="Newest first; waiting: longest first; due: soonest first. waiting, due and priority list unfinished tickets "
        "only, solved solved ones.",
    )


class EventQuery(QueryString):
    after = Number(minimum=0, maximum=2**31 - 1, required=False, default=0, help_text="Events with a greater seq.")
    limit = Number(minimum=1, maximum=200, required=False, default=100)


class TagQuery(PageQuery):
    q = Text(max_length=50, required=False, help_text="Start of the name.")


class RoleQuery(QueryString):
    role = Word(ROLES, required=False, default=ROLES["cc"])


class LinkQuery(QueryString):
    kind = Word(LINK_KINDS, required=False, default=LINK_KINDS["related"])


class Assignee(RequestBody):
    assignee = Id(allow_null=True, help_text="Null: nobody.")


class TeamIn(RequestBody):
    team = Id(allow_null=True, help_text="Null: no team's queue.")


class StatusIn(RequestBody):
    status = Word(STATUSES)


class PriorityIn(RequestBody):
    priority = Word(PRIORITIES)


class KindIn(RequestBody):
    kind = Word(KINDS)


class TicketBrandIn(RequestBody):
    brand = Id(help_text="Of one in use.")


class SubjectIn(RequestBody):
    subject = Words(max_length=250)


class TagsIn(RequestBody):
    add = tag_list()
    remove = tag_list()


class EscalationIn(RequestBody):
    to_level = Number(minimum=1, maximum=3)
    reason = Words(max_length=20_000, required=False, help_text="May be left out where one of the list is named.")
    tried = Words(max_length=20_000, help_text="What was tried already.")
    asked = Words(max_length=20_000, help_text="What is asked of the next level.")
    team = Id(required=False, allow_null=True, help_text="The proposed one when left out: see escalation-proposals/.")
    listed_reason = Id(
        required=False, allow_null=True, help_text="The reason of /escalation-reasons/ that it falls under."
    )
    seen_level = Number(
        minimum=0, maximum=3, required=False, allow_null=True, help_text="Where you saw it; elsewhere by now: refused."
    )


class UndoIn(RequestBody):
    seq = Number(minimum=1, maximum=2**31 - 1, help_text="Of the event that came of it, or of any of them.")


class DeclineIn(RequestBody):
    reason = Words(max_length=20_000)


class AnswerIn(RequestBody):
    answer = Words(max_length=20_000)


class DeEscalationIn(RequestBody):
    to_level = Number(minimum=1, maximum=2)
    reason = Words(max_length=20_000)
    team = Id(required=False, allow_null=True)


class SnoozeIn(RequestBody):
    until = Moment(help_text="In the future, within a year.")


class ReadIn(RequestBody):
    seen_seq = Number(minimum=0, maximum=2**31 - 1, required=False, help_text="All of it when left out.")


class ParticipantIn(RequestBody):
    email = Email()
    name = Text(max_length=150, required=False)
    role = Word(ROLES, required=False, default=ROLES["cc"])


class LinkIn(RequestBody):
    ticket = Number(minimum=1, maximum=LARGEST_ID, help_text="The other ticket's number.")
    kind = Word(LINK_KINDS, required=False, default=LINK_KINDS["related"])
    close_rule = Word(
        CLOSE_RULES, required=False, default=CLOSE_RULES["wait"], help_text="Of a child: how its parent depends on it."
    )


class CloseRuleIn(RequestBody):
    close_rule = Word(CLOSE_RULES)


class DraftIn(RequestBody):
    html = Text(max_length=MOST_CHARACTERS)
    seen_seq = Number(minimum=0, maximum=2**31 - 1)
    to = ListOf(Email(), max_length=20, required=False, help_text="The requester when left out.")
    cc = ListOf(Email(), max_length=20, required=False, help_text="Who is copied now when left out.")
    bcc = ListOf(Email(), max_length=20, required=False)
    macros = ListOf(Id(), max_length=20, required=False)
    attachments = ListOf(Uuid(), max_length=50, required=False)
