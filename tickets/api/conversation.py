"""What was said on a ticket and what happened to it: messages, notes, files, events."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import reverse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.pagination import PageQuery, Sort, page_of
from helpdesk.api.problems import BodyTooLarge
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import add_note, keep_unsent, receive_message, reply, use_macros
from tickets.api.input import EventQuery, NewMessage, NewNote, body_of
from tickets.api.output import (
    AttachmentList,
    AttachmentOut,
    EventList,
    EventOut,
    MessageOut,
    MessagePage,
)
from tickets.api.references import colleagues_named, files_of, macros_of, people_at
from tickets.api.seen import seen_by
from tickets.api.uploads import Upload
from tickets.attachments import attachment_for, take_upload, too_large
from tickets.content import html_of
from tickets.door import verb
from tickets.errors import NotAllowed, Stale
from tickets.event_names import Names
from tickets.macros import status_of
from tickets.models import Attachment, Channel, Message, Ticket
from tickets.models.message import MessageKind
from tickets.uploads import refused_files

_IN_ORDER = Sort("created_at")
_FOR_STAFF = {"to", "cc", "bcc", "status", "macros"}


class Messages(ApiView):
    operations = {
        "get": Operation("list_messages", query=PageQuery, gives=MessagePage),
        "post": Operation("reply", takes=NewMessage, gives=MessageOut, status=201, if_match=True),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """The conversation, oldest first; customers see public messages only."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        messages = _with_particulars(Message.objects.visible_to(request.user, ticket))
        page = page_of(messages, sort=_IN_ORDER, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, MessageOut, person=request.user, request=request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Staff: answer the customer. Customers: write to us; on a closed ticket this opens a follow-up.

        Answers 409 `stale` when the conversation moved on after what `seen_seq` or If-Match names; nothing is sent then.
        """
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        say = _answer if request.user.is_staff else _write_as_customer
        return _created(say(ticket, request, words), request)

    def _answer_error(self, request: Request, error: Exception) -> Response:
        """What was stopped as stale stays a draft; saved here, because the request's own transaction is undone."""
        if isinstance(error, Stale) and request.method == "POST":
            _keep_stopped(self, request, MessageKind.PUBLIC, error)
        return super()._answer_error(request, error)


class OneMessage(ApiView):
    operations = {"get": Operation("get_message", gives=MessageOut)}

    def get(self, request: ApiRequest, number: int, pk: int) -> Response:
        ticket = ticket_for(request.user, number)
        message = _with_particulars(Message.objects.visible_to(request.user, ticket)).get(pk=pk)
        return Response(MessageOut(message, context={"person": request.user, "request": request}).data)


class Notes(ApiView):
    staff_only = True
    operations = {"post": Operation("add_note", takes=NewNote, gives=MessageOut, status=201, if_match=True)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Write an internal note, which customers never see."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        message = add_note(
            ticket,
            actor=request.user,
            body=body_of(words),
            seen_seq=seen_by(request, words),
            attachments=files_of(request.user, words.get("attachments", ())),
            mentions=colleagues_named(words.get("mentions", ())),
        )
        return _created(message, request)

    def _answer_error(self, request: Request, error: Exception) -> Response:
        """As with replies."""
        if isinstance(error, Stale):
            _keep_stopped(self, request, MessageKind.NOTE, error)
        return super()._answer_error(request, error)


class Attachments(ApiView):
    parser_classes = [MultiPartParser]
    operations = {"post": Operation("upload_attachment", takes=Upload, gives=AttachmentOut, status=201)}

    def post(self, request: ApiRequest) -> Response:
        """Upload a file; it is sent with the first message or ticket that names its id."""
        request.data  # noqa: B018  # reads the files in
        for name in refused_files(request._request):
            raise BodyTooLarge(too_large(name))
        attachment = take_upload(self.taken(request)["file"], uploaded_by=request.user)
        location = reverse("api:attachment", args=[attachment.key])
        return Response(
            AttachmentOut(attachment, context={"request": request}).data, 201, headers={"Location": location}
        )


class OneAttachment(ApiView):
    operations = {"get": Operation("get_attachment", gives=AttachmentOut)}

    def get(self, request: ApiRequest, key: Any) -> Response:
        return Response(AttachmentOut(attachment_for(request.user, key), context={"request": request}).data)


class AttachmentDownload(ApiView):
    operations = {"get": Operation("download_attachment", is_file=True)}

    def get(self, request: ApiRequest, key: Any) -> FileResponse:
        """The file's bytes, never to be shown in place."""
        attachment = attachment_for(request.user, key)
        response = FileResponse(
            attachment.file.open("rb"),
            as_attachment=True,
            filename=attachment.filename,
            content_type="application/octet-stream",
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


class TicketAttachments(ApiView):
    operations = {"get": Operation("list_attachments", gives=AttachmentList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """All files of the conversation that you may see."""
        ticket = ticket_for(request.user, number)
        messages = Message.objects.visible_to(request.user, ticket).order_by()
        files = Attachment.objects.filter(message__in=messages)
        return Response({"results": AttachmentOut(files, many=True, context={"request": request}).data})


class Events(ApiView):
    staff_only = True
    operations = {"get": Operation("list_events", query=EventQuery, gives=EventList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """What happened, in order; ask again with `after` the last seq to follow a ticket."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        found = list(ticket.events.filter(seq__gt=asked["after"])[: asked["limit"] + 1])
        events = found[: asked["limit"]]
        rows = EventOut(events, many=True, context={"names": Names.of(events, reader=request.user)}).data
        last = events[-1].seq if events else asked["after"]
        return Response({"results": rows, "last_seq": last, "has_more": len(found) > len(events)})


def _keep_stopped(view: ApiView, request: Request, kind: MessageKind, stop: Stale) -> None:
    writer: User = request.user  # type: ignore[assignment]  # somebody we know: they got as far as the verb
    words = view.taken(request)  # type: ignore[arg-type]  # an ApiRequest by then
    body = body_of(words)
    keep_unsent(
        ticket_for(writer, view.kwargs["number"]),
        actor=writer,
        kind=kind,
        html=body.html or html_of(body.text),
        seen_seq=stop.seen_seq,
        to=words.get("to", ()),
        cc=words.get("cc"),
        bcc=words.get("bcc", ()),
        macros=[macro.pk for macro in macros_of(writer, words.get("macros", ()))],
        attachments=files_of(writer, words.get("attachments", ())),
    )


@verb
def _answer(ticket: Ticket, request: ApiRequest, words: dict[str, Any]) -> Message:
    seen = seen_by(request, words)
    macros = macros_of(request.user, words.get("macros", ()))
    message = reply(
        ticket,
        actor=request.user,
        body=body_of(words),
        seen_seq=0 if seen is None else seen,
        attachments=files_of(request.user, words.get("attachments", ())),
        to=people_at(words.get("to")),
        cc=people_at(words.get("cc")),
        bcc=words.get("bcc", ()),
        status=words["status"] if "status" in words else status_of(macros),
        channel=Channel.API,
    )
    use_macros(ticket, macros, actor=request.user)
    return message


@verb
def _write_as_customer(ticket: Ticket, request: ApiRequest, words: dict[str, Any]) -> Message:
    if _FOR_STAFF & words.keys():
        raise NotAllowed
    person: User = request.user
    files = files_of(person, words.get("attachments", ()))
    return receive_message(ticket, actor=person, body=body_of(words), channel=Channel.API, attachments=files)


def _created(message: Message, request: ApiRequest) -> Response:
    data = MessageOut(message, context={"person": request.user, "request": request}).data
    location = reverse("api:message", args=[message.ticket_id, message.pk])
    return Response(data, 201, headers={"Location": location})


def _with_particulars(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related("author").prefetch_related("attachments")
