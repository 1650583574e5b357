"""Before and around sending: checks, held replies, drafts, mentions."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from helpdesk.api.fields import Flag, Moment, RequestBody, UtcTime
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions import Letter, read_mentions, schedule, take_back
from tickets.actions.sending import refuse_letter
from tickets.api.input import NewMessage, body_of
from tickets.api.output import DraftOut, DraftPage, PersonRef
from tickets.api.references import files_of, macros_of
from tickets.api.seen import seen_by
from tickets.checks import Code, cautions_for, facts_for
from tickets.content import html_of
from tickets.mentions import mentions_of
from tickets.models import Draft, Mention, Ticket
from tickets.recipients import recipients_of


class CautionOut(serializers.Serializer):
    code = serializers.ChoiceField(Code.values)
    text = serializers.CharField(help_text="A sentence for the writer.")


class RecipientsOut(serializers.Serializer):
    to = serializers.ListField(child=serializers.CharField())
    cc = serializers.ListField(child=serializers.CharField())
    bcc = serializers.ListField(child=serializers.CharField())


class CheckedOut(serializers.Serializer):
    recipients = RecipientsOut(help_text="Exactly whom it would go to.")
    warnings = CautionOut(many=True)


class ScheduleIn(RequestBody):
    send_at = Moment(help_text="When it is sent, unless somebody writes first.")


class MentionOut(serializers.Serializer):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id")
    subject = serializers.CharField(source="ticket.subject")
    message = serializers.IntegerField(source="message_id")
    author = PersonRef(source="message.author", allow_null=True)
    created_at = UtcTime()
    read_at = UtcTime(allow_null=True)


class MentionPage(PageOut):
    results = MentionOut(many=True)


class MentionQuery(PageQuery):
    unread = Flag(required=False, default=False, help_text="Only those not read yet.")


class CheckReply(ApiView):
    staff_only = True
    operations = {"post": Operation("check_reply", takes=NewMessage, gives=CheckedOut, if_match=True)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """What a writer should look at before sending this reply; nothing is sent. 409 where sending it would be refused."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        letter = _letter(request, words)
        refuse_letter(ticket, actor=request.user, letter=letter)
        facts = facts_for(ticket, request.user, letter, copied_when_begun=None)
        recipients = recipients_of(ticket, to=letter.to, cc=letter.cc, bcc=letter.bcc)
        checked = {"recipients": recipients.as_dict, "warnings": cautions_for(letter, facts)}
        return Response(CheckedOut(checked).data)


class HeldReply(ApiView):
    staff_only = True
    operations = {
        "put": Operation("schedule_draft", takes=ScheduleIn, gives=DraftOut),
        "delete": Operation("take_back_draft", status=204),
    }

    def put(self, request: ApiRequest, number: int) -> Response:
        """Give your draft of a reply a time to be sent at, or another one."""
        words = self.taken(request)
        draft = schedule(ticket_for(request.user, number), actor=request.user, send_at=words["send_at"])
        return Response(DraftOut(draft, context={"request": request}).data)

    def delete(self, request: ApiRequest, number: int) -> Response:
        """Make it an ordinary draft again; nothing happens when it was sent already."""
        take_back(ticket_for(request.user, number), actor=request.user)
        return Response(status=204)


class Drafts(ApiView):
    staff_only = True
    operations = {"get": Operation("list_drafts", query=PageQuery, gives=DraftPage)}

    def get(self, request: ApiRequest) -> Response:
        """Your words not yet sent, on all tickets that you see."""
        asked = self.asked(request)
        visible = Ticket.objects.visible_to(request.user).order_by().values("pk")
        drafts = Draft.objects.filter(author=request.user, ticket__in=visible).prefetch_related("attachments")
        page = page_of(drafts, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, DraftOut, request=request)


class Mentions(ApiView):
    staff_only = True
    operations = {"get": Operation("list_mentions", query=MentionQuery, gives=MentionPage)}

    def get(self, request: ApiRequest) -> Response:
        """Where colleagues named you in notes, newest first."""
        asked = self.asked(request)
        mentions = mentions_of(request.user)
        if asked["unread"]:
            mentions = mentions.filter(read_at=None)
        sort = Sort("pk", descending=True)
        page = page_of(mentions, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, MentionOut, person=request.user)


class ReadMention(ApiView):
    staff_only = True
    operations = {"post": Operation("read_mention", gives=MentionOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Remember that you have seen it."""
        mention: Mention = mentions_of(request.user).get(pk=pk)
        read_mentions(request.user, mention=mention.pk)
        mention.refresh_from_db(fields=["read_at"])
        return Response(MentionOut(mention, context={"person": request.user}).data)


def _letter(request: ApiRequest, words: dict[str, Any]) -> Letter:
    body = body_of(words)
    seen = seen_by(request, words)
    return Letter(
        html=body.html or html_of(body.text),
        seen_seq=0 if seen is None else seen,
        files=files_of(request.user, words.get("attachments", ())),
        to=words.get("to"),
        cc=words.get("cc"),
        bcc=words.get("bcc", ()),
        status=words.get("status"),
        macros=[macro.pk for macro in macros_of(request.user, words.get("macros", ()))],
    )
