"""Logging talks: on a ticket, or as a new one."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.callers import customers_by_number
from accounts.models import User
from accounts.people import person_for_caller
from accounts.phones import LONGEST_NUMBER
from helpdesk.api.fields import Email, Flag, Id, Moment, Number, RequestBody, Text, Word, Words
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import log_talk, open_with_talk
from tickets.api.input import MOST_CHARACTERS
from tickets.api.listing import shown
from tickets.api.output import MessageOut, TicketOut
from tickets.api.words import CHANNELS, PRIORITIES, STATUSES
from tickets.content import Body
from tickets.door import verb
from tickets.models import Message, Ticket
from tickets.recipients import refuse_ours
from tickets.talks import LONGEST, TALKED, Direction, Talk

_WHO = ("person", "requester", "requester_name", "requester_phone")
DIRECTIONS = {direction.value: direction for direction in Direction}


class TalkIn(RequestBody):
    openapi_extra = {"additionalProperties": False, "anyOf": [{"required": ["said"]}, {"required": ["notes"]}]}

    channel = Word({word: channel for word, channel in CHANNELS.items() if channel in TALKED})
    direction = Word(DIRECTIONS, help_text="in: they came to us; out: we went to them.")
    started_at = Moment(help_text="Not in the future.")
    seconds = Number(minimum=0, maximum=int(LONGEST.total_seconds()), required=False, default=0)
    said = Words(max_length=MOST_CHARACTERS, required=False, help_text="What was agreed; the customer can read it.")
    notes = Words(max_length=MOST_CHARACTERS, required=False, help_text="For us only.")
    status = Word(STATUSES, required=False, help_text="Set in the same act.")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if "said" not in values and "notes" not in values:
            raise ValidationError({"said": [_("Write something here, or in notes.")]})
        return values


class NewTalk(TalkIn):
    openapi_extra = {
        "additionalProperties": False,
        "allOf": [
            {"anyOf": [{"required": ["said"]}, {"required": ["notes"]}]},
            {"anyOf": [{"required": [name]} for name in _WHO]},
        ],
    }

    person = Id(required=False, help_text="Who called, when we know them; the other three say who it was else.")
    requester = Email(required=False, help_text="Their address; made as a customer when unknown.")
    requester_name = Words(max_length=150, required=False)
    requester_phone = Text(
        max_length=LONGEST_NUMBER,
        pattern=r"([0-9][^0-9]*){3}",
        required=False,
        help_text="Alone: whoever we know by this number, if that is one person, else somebody new.",
    )
    subject = Words(max_length=250)
    priority = Word(PRIORITIES, required=False)
    assign_to_me = Flag(required=False, default=False)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not any(name in values for name in _WHO):
            raise ValidationError({"requester": [_("Say who it was: a person, an address, a name or a phone number.")]})
        return super().validate(values)


class TicketTalks(ApiView):
    staff_only = True
    operations = {"post": Operation("log_talk", takes=TalkIn, gives=MessageOut, status=201)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Log a call or a visit. `said` is a public message and a human reply, of which no mail is sent; `notes` a note."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        message = log_talk(ticket, actor=request.user, talk=_talk(words), **_words(words))
        message = Message.objects.select_related("author").prefetch_related("attachments").get(pk=message.pk)
        data = MessageOut(message, context={"person": request.user, "request": request}).data
        return Response(data, 201, headers={"Location": reverse("api:message", args=[message.ticket_id, message.pk])})


class Talks(ApiView):
    staff_only = True
    operations = {"post": Operation("open_with_talk", takes=NewTalk, gives=TicketOut, status=201)}

    def post(self, request: ApiRequest) -> Response:
        """Open a ticket with a call or a visit."""
        ticket = _opened(request, self.taken(request))
        return shown(ticket, request, 201, Location=reverse("api:ticket", args=[ticket.pk]))


@verb
def _opened(request: ApiRequest, words: dict[str, Any]) -> Ticket:
    return open_with_talk(
        actor=request.user,
        requester=_caller(words),
        subject=words["subject"],
        talk=_talk(words),
        assignee=request.user if words["assign_to_me"] else None,
        **_words(words),
        **{name: words[name] for name in ("priority",) if name in words},
    )


def _caller(words: dict[str, Any]) -> User:
    """Somebody known, or made by whatever is known of them."""
    if "person" in words:
        person = User.objects.customers().filter(pk=words["person"], is_active=True).first()
        if person is None:
            raise UnknownReference("person", _("There is no such customer."))
        return person
    if not (words.get("requester") or words.get("requester_name")):
        known = customers_by_number(words.get("requester_phone", ""))
        if len(known) == 1:
            return known[0]
    return person_for_caller(
        email=words.get("requester", ""),
        name=words.get("requester_name", ""),
        phone=words.get("requester_phone", ""),
        before_making=refuse_ours,
    )


def _talk(words: dict[str, Any]) -> Talk:
    return Talk(
        channel=words["channel"],
        direction=words["direction"],
        started_at=words["started_at"],
        duration=timedelta(seconds=words["seconds"]),
    )


def _words(words: dict[str, Any]) -> dict[str, Any]:
    said, notes = (Body.from_text(words.get(name, "")) for name in ("said", "notes"))
    return {"said": said, "notes": notes, "status": words.get("status")}
