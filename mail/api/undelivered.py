"""Mail of ours that did not arrive: why, sending it again, and discarding it."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Id, KeptWords, ListOf, RequestBody, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from mail.api.views import EmailOut
from mail.undelivered import (
    MOST_AT_ONCE,
    Undelivered,
    bring_many_back,
    chosen_emails,
    discard_many,
    resend_many,
    undelivered,
)
from tickets.access import require


class UndeliveredEmailOut(EmailOut):
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    reason = KeptWords(source="last_error", help_text="What was wrong the last time.")
    due_at = UtcTime(help_text="Of one that is still tried: when next.")
    paced_for = serializers.CharField(help_text="The domain for whose pace it waits; empty where it does not.")


class UndeliveredEmailPage(PageOut):
    results = UndeliveredEmailOut(many=True)


class UndeliveredQuery(PageQuery):
    what = Word(
        {value: value for value in Undelivered.values}, required=False, help_text="Without it, what was given up."
    )
    kind = Text(max_length=30, required=False, help_text="Which mail of ours: reply, acknowledgement …")
    q = Text(max_length=100, required=False, help_text="Letters of the subject, of a recipient or of the reason.")


class ChosenEmailsIn(RequestBody):
    ids = ListOf(Id(), max_length=MOST_AT_ONCE)


class ChangedEmailsOut(serializers.Serializer):
    changed = serializers.IntegerField(help_text="How many of them.")


class UndeliveredEmails(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"get": Operation("list_undelivered_emails", query=UndeliveredQuery, gives=UndeliveredEmailPage)}

    def get(self, request: ApiRequest) -> Response:
        """What could not be sent, is tried again, came back or was discarded; the oldest first. For admins."""
        asked = self.asked(request)
        require(request.user, Permission.SETTINGS)
        what = asked.get("what") or Undelivered.FAILED
        rows = undelivered(what=what, kind=asked.get("kind", ""), text=asked.get("q", ""))
        rows = rows.prefetch_related("recipients").order_by()
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, UndeliveredEmailOut)


class ResendEmails(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("resend_undelivered_emails", takes=ChosenEmailsIn, gives=ChangedEmailsOut)}

    def post(self, request: ApiRequest) -> Response:
        """Now, to whom each still lacks, under the same Message-ID; for admins."""
        require(request.user, Permission.SETTINGS)
        rows = chosen_emails(self.taken(request)["ids"])
        return Response({"changed": resend_many(rows, actor=request.user)})


class DiscardEmails(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("discard_undelivered_emails", takes=ChosenEmailsIn, gives=ChangedEmailsOut)}

    def post(self, request: ApiRequest) -> Response:
        """Nobody wants them sent any more; for admins."""
        require(request.user, Permission.SETTINGS)
        rows = chosen_emails(self.taken(request)["ids"])
        return Response({"changed": discard_many(rows, actor=request.user)})


class BringEmailsBack(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("bring_undelivered_emails_back", takes=ChosenEmailsIn, gives=ChangedEmailsOut)}

    def post(self, request: ApiRequest) -> Response:
        """What was discarded waits to be decided again; for admins."""
        require(request.user, Permission.SETTINGS)
        rows = chosen_emails(self.taken(request)["ids"])
        return Response({"changed": bring_many_back(rows, actor=request.user)})
