"""Talks with people outside, beside a ticket, over the API."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Email, Id, ListOf, RequestBody, Text, UtcTime, Uuid, Words
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import close_side_conversation, open_side_conversation, write_side
from tickets.actions.forward_drafts import discard_forward_draft, forward_draft, save_forward_draft
from tickets.api.input import MOST_CHARACTERS, Said, body_of
from tickets.api.output import DraftOut, MessageOut, PersonRef
from tickets.api.references import files_of
from tickets.content import html_of
from tickets.door import verb
from tickets.errors import Invalid
from tickets.forwarding import forwarded_body, forwarded_files
from tickets.models import Message, SideConversation, Ticket
from tickets.models.side_conversation import SideState


class SideIn(Said):
    """Whom to ask, and what; the customer does not see it."""

    to = ListOf(Email(), max_length=20)
    subject = Words(max_length=250)
    forward = Id(required=False, help_text="A public message of this ticket, quoted below the words with its files.")


class SideDraftIn(RequestBody):
    text = Text(max_length=MOST_CHARACTERS)
    to = ListOf(Email(), max_length=20, required=False)
    subject = Text(max_length=250, required=False)
    forward = Id(required=False, help_text="A public message of this ticket, to be quoted below the words.")
    attachments = ListOf(Uuid(), max_length=50, required=False)


class SideOut(serializers.Serializer):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id", help_text="The number of the ticket where it was opened.")
    subject = serializers.CharField()
    to = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(SideState.values)
    opened_by = PersonRef(allow_null=True)
    opened_at = UtcTime()
    updated_at = UtcTime()


class SideList(serializers.Serializer):
    results = SideOut(many=True)


class WholeSideOut(SideOut):
    messages = MessageOut(many=True)


class SideConversations(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_side_conversations", gives=SideList),
        "post": Operation("open_side_conversation", takes=SideIn, gives=WholeSideOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """The talks with people outside in which something was said on this ticket."""
        ticket = ticket_for(request.user, number)
        return Response({"results": SideOut(_on(ticket), many=True, context={"person": request.user}).data})

    def post(self, request: ApiRequest, number: int) -> Response:
        """Mail somebody outside; their answer comes back as a note. `forward` quotes a message of the ticket."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        return Response(_whole(_open(ticket, request, words), request), 201)


class OneSideConversation(ApiView):
    staff_only = True
    operations = {"get": Operation("get_side_conversation", gives=WholeSideOut)}

    def get(self, request: ApiRequest, number: int, pk: int) -> Response:
        """With all that was said in it on tickets that you see."""
        return Response(_whole(_find(request, number, pk), request))


class SideMessages(ApiView):
    staff_only = True
    operations = {"post": Operation("write_side", takes=Said, gives=WholeSideOut, status=201)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Write to them again; one that was closed is open again."""
        words = self.taken(request)
        side = _find(request, number, pk)
        files = files_of(request.user, words.get("attachments", ()))
        write_side(side, actor=request.user, body=body_of(words), attachments=files)
        return Response(_whole(side, request), 201)


class CloseSideConversation(ApiView):
    staff_only = True
    operations = {"post": Operation("close_side_conversation", gives=WholeSideOut)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Nothing more is expected from them; what they write yet still comes."""
        side = _find(request, number, pk)
        close_side_conversation(side, actor=request.user)
        return Response(_whole(side, request))


class SideDraft(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_side_draft", gives=DraftOut),
        "put": Operation("save_side_draft", takes=SideDraftIn, gives=DraftOut),
        "delete": Operation("discard_side_draft", status=204),
    }

    def get(self, request: ApiRequest, number: int, pk: int | None = None) -> Response:
        """Your words for somebody outside, not yet sent."""
        draft = forward_draft(ticket_for(request.user, number), request.user, _side(request, number, pk))
        if draft is None:
            raise Http404
        return Response(DraftOut(draft, context={"request": request}).data)

    def put(self, request: ApiRequest, number: int, pk: int | None = None) -> Response:
        """Keep your words, replacing what was kept before."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        forwarded = _message(ticket, words.get("forward"))
        draft = save_forward_draft(
            ticket,
            actor=request.user,
            side=_side(request, number, pk),
            text=words["text"],
            to=words.get("to", ()),
            subject=words.get("subject", ""),
            forwarded=forwarded,
            chosen=[file.pk for file in forwarded.attachments.all()] if forwarded else (),
            attachments=files_of(request.user, words.get("attachments", ())),
        )
        if draft is None:
            raise Invalid(_("Write something first."))
        return Response(DraftOut(draft, context={"request": request}).data)

    def delete(self, request: ApiRequest, number: int, pk: int | None = None) -> Response:
        """Throw your words away."""
        ticket = ticket_for(request.user, number)
        discard_forward_draft(ticket, actor=request.user, side=_side(request, number, pk))
        return Response(status=204)


class ForwardDraft(SideDraft):
    """Of a side conversation that is still to be opened."""

    operations = {
        "get": Operation("get_forward_draft", gives=DraftOut),
        "put": Operation("save_forward_draft", takes=SideDraftIn, gives=DraftOut),
        "delete": Operation("discard_forward_draft", status=204),
    }


@verb
def _open(ticket: Ticket, request: ApiRequest, words: dict[str, Any]) -> SideConversation:
    forwarded = _message(ticket, words.get("forward"))
    body = body_of(words)
    files = files_of(request.user, words.get("attachments", ()))
    if forwarded is not None:
        body = forwarded_body(body.html or html_of(body.text), forwarded)
        files += forwarded_files(forwarded, {file.pk for file in forwarded.attachments.all()})
    return open_side_conversation(
        ticket,
        actor=request.user,
        to=list(dict.fromkeys(words["to"])),
        subject=words["subject"],
        body=body,
        attachments=files,
        forwarded=forwarded,
    )


def _message(ticket: Ticket, pk: int | None) -> Message | None:
    if pk is None:
        return None
    message = ticket.messages.select_related("author").prefetch_related("attachments").filter(pk=pk).first()
    if message is None:
        raise UnknownReference("forward", _("There is no such message on this ticket."))
    return message


def _on(ticket: Ticket) -> list[SideConversation]:
    said_here = Message.objects.filter(ticket=ticket, side__isnull=False).values("side")
    return list(SideConversation.objects.filter(pk__in=said_here).select_related("opened_by"))


def _side(request: ApiRequest, number: int, pk: int | None) -> SideConversation | None:
    return None if pk is None else _find(request, number, pk)


def _find(request: ApiRequest, number: int, pk: int) -> SideConversation:
    for side in _on(ticket_for(request.user, number)):
        if side.pk == pk:
            return side
    raise Http404


def _whole(side: SideConversation, request: ApiRequest) -> dict[str, Any]:
    side.refresh_from_db()
    visible = Ticket.objects.visible_to(request.user)
    messages = side.messages.filter(ticket__in=visible).select_related("author").prefetch_related("attachments")
    context = {"person": request.user, "request": request}
    return {
        **SideOut(side, context=context).data,
        "messages": MessageOut(messages, many=True, context=context).data,
    }
