"""Who takes part in a ticket, which others belong to it, its escalations, the reader's drafts, and tags."""

from typing import Any

from django.http import Http404
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import User
from helpdesk.api.pagination import Sort, page_of
from helpdesk.api.schema import Operation
from tickets.access import refuse_put_away, ticket_for
from tickets.actions import add_participant, discard_draft, link, remove_participant, save_draft, unlink
from tickets.api.input import DraftIn, LinkIn, LinkQuery, ParticipantIn, RoleQuery, TagQuery
from tickets.api.output import (
    DraftOut,
    EscalationList,
    EscalationOut,
    LinkList,
    LinkOut,
    ParticipantList,
    ParticipantOut,
    TagOut,
    TagPage,
)
from tickets.api.references import files_of, ticket_named
from tickets.api.words import MESSAGE_KINDS
from tickets.door import verb
from tickets.escalations import who_answered
from tickets.models import Draft, Link, Tag, Ticket
from tickets.recipients import copied_on, person_at


class Participants(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_participants", gives=ParticipantList),
        "post": Operation("add_participant", takes=ParticipantIn, gives=ParticipantList),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Who takes part beside the requester."""
        return _participants(ticket_for(request.user, number), request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Bring somebody in; made as a customer when unknown."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        _bring_in(ticket, request.user, words)
        return _participants(ticket, request)


@verb
def _bring_in(ticket: Ticket, actor: User, words: dict[str, Any]) -> None:
    person = person_at(words["email"], words.get("name", ""))
    add_participant(ticket, actor=actor, person=person, role=words["role"])


class OneParticipant(ApiView):
    staff_only = True
    operations = {"delete": Operation("remove_participant", query=RoleQuery, status=204)}

    def delete(self, request: ApiRequest, number: int, person: int) -> Response:
        """Take somebody out of the ticket."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        remove_participant(ticket, actor=request.user, person=User.objects.get(pk=person), role=asked["role"])
        return Response(status=204)


class Links(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_links", gives=LinkList),
        "post": Operation("link_tickets", takes=LinkIn, gives=LinkList),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Tickets that this one points at, and that point at it."""
        return _links(ticket_for(request.user, number), request)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Say that this ticket is related to, a duplicate, an incident or a child of another."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        other = ticket_named("ticket", words["ticket"], request.user)
        link(ticket, actor=request.user, other=other, kind=words["kind"], close_rule=words["close_rule"])
        return _links(ticket, request)


class OneLink(ApiView):
    staff_only = True
    operations = {"delete": Operation("unlink_tickets", query=LinkQuery, status=204)}

    def delete(self, request: ApiRequest, number: int, other: int) -> Response:
        """Take the link to another ticket back."""
        asked = self.asked(request)
        ticket = ticket_for(request.user, number)
        unlink(ticket, actor=request.user, other=ticket_for(request.user, other), kind=asked["kind"])
        return Response(status=204)


class Escalations(ApiView):
    staff_only = True
    operations = {"get": Operation("list_escalations", gives=EscalationList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """Every move up, with why, what was tried, what was asked and what came back."""
        ticket = ticket_for(request.user, number)
        rows = list(ticket.escalations.select_related("from_team", "to_team", "by", "accepted_by"))
        answered = who_answered(ticket)
        for row in rows:
            row.answered_by = answered.get(row.pk)  # type: ignore[attr-defined]  # for the answer only
        return Response({"results": EscalationOut(rows, many=True, context={"person": request.user}).data})


class OneDraft(ApiView):
    staff_only = True
    operations = {
        "get": Operation("get_draft", gives=DraftOut),
        "put": Operation("save_draft", takes=DraftIn, gives=DraftOut),
        "delete": Operation("discard_draft", status=204),
    }

    def get(self, request: ApiRequest, number: int, kind: str) -> Response:
        """Your words not yet sent: `public` or `note`."""
        ticket = ticket_for(request.user, number)
        draft = Draft.objects.prefetch_related("attachments").get(
            ticket=ticket, author=request.user, kind=message_kind(kind)
        )
        return Response(DraftOut(draft, context={"request": request}).data)

    def put(self, request: ApiRequest, number: int, kind: str) -> Response:
        """Keep your words, replacing what was kept before."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        # The desk keeps what somebody was typing when that happened; who begins here is told where to write.
        refuse_put_away(ticket)
        files = files_of(request.user, words["attachments"]) if "attachments" in words else None
        copied = copied_on(ticket)
        draft = save_draft(
            ticket,
            actor=request.user,
            kind=message_kind(kind),
            html=words["html"],
            seen_seq=words["seen_seq"],
            to=words.get("to", ()),
            cc=words.get("cc", copied),
            bcc=words.get("bcc", ()),
            copied=copied,
            macros=words.get("macros", ()),
            attachments=files,
        )
        return Response(DraftOut(draft, context={"request": request}).data)

    def delete(self, request: ApiRequest, number: int, kind: str) -> Response:
        """Throw your words away."""
        discard_draft(ticket_for(request.user, number), actor=request.user, kind=message_kind(kind))
        return Response(status=204)


class Tags(ApiView):
    staff_only = True
    operations = {"get": Operation("list_tags", query=TagQuery, gives=TagPage)}

    def get(self, request: ApiRequest) -> Response:
        """Every tag in use; new ones are made by tagging a ticket."""
        asked = self.asked(request)
        tags = Tag.objects.order_by()
        if start := asked.get("q", "").strip():
            tags = tags.filter(name__startswith=start.lower())
        page = page_of(tags, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, TagOut)


def _participants(ticket: Ticket, request: ApiRequest) -> Response:
    rows = ticket.participants.select_related("person")
    return Response({"results": ParticipantOut(rows, many=True, context={"person": request.user}).data})


def _links(ticket: Ticket, request: ApiRequest) -> Response:
    """Links whose other end this person may see."""
    seen = Ticket.objects.visible_to(request.user)
    outward = Link.objects.filter(ticket=ticket, other__in=seen).select_related("other")
    inward = Link.objects.filter(other=ticket, ticket__in=seen).select_related("ticket")
    rows = [_row("out", row, row.other) for row in outward] + [_row("in", row, row.ticket) for row in inward]
    hidden = max(0, ticket.links_count - len(rows))
    return Response({"results": LinkOut(rows, many=True).data, "hidden_count": hidden})


def _row(direction: str, row: Link, other: Ticket) -> dict[str, Any]:
    return {
        "direction": direction,
        "kind": row.kind,
        "ticket": other.pk,
        "subject": other.subject,
        "status": other.status,
        "close_rule": row.close_rule,
    }


def message_kind(kind: str) -> Any:
    if kind not in MESSAGE_KINDS:
        raise Http404
    return MESSAGE_KINDS[kind]
