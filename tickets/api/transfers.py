"""Merging, splitting, moving, each undone by DELETE; GET tells what would happen."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import User
from helpdesk.api.fields import LARGEST_ID, Id, ListOf, Number, QueryString, RequestBody, Words
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import merge, move_message, split, undo_move, unmerge, unsplit
from tickets.api.listing import shown
from tickets.api.output import TicketOut
from tickets.api.references import ticket_named
from tickets.models import Message, Ticket
from tickets.previews import (
    Preview,
    preview_merge,
    preview_move,
    preview_split,
    preview_undo_move,
    preview_unmerge,
    preview_unsplit,
)

MOST_SPLIT = 200


class PreviewOut(serializers.Serializer):
    is_possible = serializers.BooleanField()
    refusal = serializers.CharField(help_text="Why it cannot be done; empty when it can.")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="What would happen.")
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What somebody should know before.")


class MergeQuery(QueryString):
    into = Number(minimum=1, maximum=LARGEST_ID, required=False, help_text="The survivor; the undoing when left out.")


class MergeIn(RequestBody):
    into = Number(minimum=1, maximum=LARGEST_ID, help_text="The number of the ticket that survives.")


class SplitQuery(QueryString):
    messages = ListOf(Id(), max_length=MOST_SPLIT, required=False, help_text="The undoing when left out.")


class SplitIn(RequestBody):
    messages = ListOf(Id(), max_length=MOST_SPLIT, help_text="Ids of messages of this ticket.")
    subject = Words(max_length=250, required=False, help_text="That of this ticket when left out.")


class MoveQuery(QueryString):
    to = Number(minimum=1, maximum=LARGEST_ID, required=False, help_text="The other ticket; the undoing when left out.")


class MoveIn(RequestBody):
    to = Number(minimum=1, maximum=LARGEST_ID, help_text="The number of the ticket that the message belongs to.")


class Merge(ApiView):
    staff_only = True
    operations = {
        "get": Operation("preview_merge", query=MergeQuery, gives=PreviewOut),
        "post": Operation("merge_ticket", takes=MergeIn, gives=TicketOut),
        "delete": Operation("unmerge_ticket", gives=TicketOut),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """What merging this ticket into another would do, or, without one, undoing its merge."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        if "into" not in asked:
            return _told(preview_unmerge(ticket, actor=request.user))
        return _told(_preview_merge(ticket, request.user, asked["into"]))

    def post(self, request: ApiRequest, number: int) -> Response:
        """Bring all of this ticket into another and close it."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        merge(ticket, actor=request.user, into=ticket_named("into", words["into"], request.user))
        return shown(ticket, request)

    def delete(self, request: ApiRequest, number: int) -> Response:
        """Take the merge of this ticket back: both are what they were."""
        unmerge(ticket_for(request.user, number), actor=request.user)
        return shown(ticket_for(request.user, number), request)


class Split(ApiView):
    staff_only = True
    operations = {
        "get": Operation("preview_split", query=SplitQuery, gives=PreviewOut),
        "post": Operation("split_ticket", takes=SplitIn, gives=TicketOut, status=201),
        "delete": Operation("unsplit_ticket", gives=TicketOut),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """What splitting messages off this ticket would do, or, without any, undoing the split that made it."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        if "messages" not in asked:
            return _told(preview_unsplit(ticket, actor=request.user))
        return _told(_preview_split(ticket, request.user, asked["messages"]))

    def post(self, request: ApiRequest, number: int) -> Response:
        """Open a ticket of its own for some messages; the new ticket."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        messages = _messages(ticket, words["messages"])
        new = split(ticket, actor=request.user, messages=messages, subject=words.get("subject", ""))
        return shown(ticket_for(request.user, new.pk), request, 201)

    def delete(self, request: ApiRequest, number: int) -> Response:
        """Bring what was split off into this ticket back to where it came from."""
        unsplit(ticket_for(request.user, number), actor=request.user)
        return shown(ticket_for(request.user, number), request)


class Move(ApiView):
    staff_only = True
    operations = {
        "get": Operation("preview_move", query=MoveQuery, gives=PreviewOut),
        "post": Operation("move_message", takes=MoveIn, gives=TicketOut),
        "delete": Operation("undo_move", gives=TicketOut),
    }

    def get(self, request: ApiRequest, number: int, pk: int) -> Response:
        """What moving this message to another ticket would do, or, without one, bringing it back."""
        asked = self.asked(request)
        message = _message(ticket_for(request.user, number), pk)
        if "to" not in asked:
            return _told(preview_undo_move(message, actor=request.user))
        return _told(_preview_move(message, request.user, asked["to"]))

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Bring a message to the ticket that it belongs to; this ticket as it is then."""
        words = self.taken(request)
        message = _message(ticket_for(request.user, number), pk)
        move_message(message, actor=request.user, to=ticket_named("to", words["to"], request.user))
        return shown(ticket_for(request.user, number), request)

    def delete(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Bring a moved message back to where it was taken from."""
        undo_move(_message(ticket_for(request.user, number), pk), actor=request.user)
        return shown(ticket_for(request.user, number), request)


def _unknown_is_a_refusal(preview: Callable[..., Preview]) -> Callable[..., Preview]:
    """A query that names nothing is answered as what cannot be done."""

    @wraps(preview)
    def told(*args: Any) -> Preview:
        try:
            return preview(*args)
        except UnknownReference as unknown:
            return Preview(refusal=str(unknown.detail))

    return told


@_unknown_is_a_refusal
def _preview_merge(ticket: Ticket, person: User, into: int) -> Preview:
    return preview_merge(ticket, actor=person, into=ticket_named("into", into, person))


@_unknown_is_a_refusal
def _preview_split(ticket: Ticket, person: User, keys: list[int]) -> Preview:
    return preview_split(ticket, actor=person, messages=_messages(ticket, keys))


@_unknown_is_a_refusal
def _preview_move(message: Message, person: User, to: int) -> Preview:
    return preview_move(message, actor=person, to=ticket_named("to", to, person))


def _told(preview: Preview) -> Response:
    return Response(PreviewOut(preview).data)


def _message(ticket: Ticket, pk: int) -> Message:
    return Message.objects.select_related("ticket").get(ticket=ticket, pk=pk)


def _messages(ticket: Ticket, keys: list[int]) -> list[Message]:
    """Those of the ticket; an id that is not there is named."""
    found: dict[int, Any] = Message.objects.filter(ticket=ticket).in_bulk(keys)
    if len(found) != len(set(keys)):
        raise UnknownReference("messages", _("There is no such message on this ticket."))
    return list(found.values())
