"""The ledger of incoming mail: what became of each, what the pipeline makes of it, and taking it in after all."""

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody, Text, UtcTime, Word
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from mail.explaining import explained
from mail.models import InboundEmail, InboundReason, InboundState, TrustedSender
from mail.quarantine import MOST_AT_ONCE, forget_trust, ledger, recover, recover_many
from tickets.access import require
from tickets.api.output import PersonRef


class InboundEmailOut(serializers.Serializer):
    id = serializers.IntegerField()
    from_email = serializers.CharField()
    subject = serializers.CharField()
    state = serializers.ChoiceField(InboundState.values)
    reason = serializers.ChoiceField(["", *InboundReason.values], help_text="Why it is not simply a message.")
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    message_id = serializers.CharField()
    received_at = UtcTime()


class InboundEmailPage(PageOut):
    results = InboundEmailOut(many=True)


class InboundEmailQuery(PageQuery):
    state = Word(
        {value: value for value in InboundState.values}, required=False, help_text="Without it, what became no message."
    )
    reason = Word({value: value for value in InboundReason.values}, required=False)
    q = Text(max_length=100, required=False, help_text="Letters of the sender or the subject.")


class ExplainedFileOut(serializers.Serializer):
    filename = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    inline = serializers.BooleanField()


class ExplainedMailOut(serializers.Serializer):
    """What the pipeline would make of it if it came now."""

    outcome = serializers.ChoiceField(InboundState.values)
    reason = serializers.CharField()
    from_email = serializers.CharField()
    from_name = serializers.CharField()
    to = serializers.ListField(child=serializers.CharField())
    cc = serializers.ListField(child=serializers.CharField())
    subject = serializers.CharField()
    reply_text = serializers.CharField()
    quoted_text = serializers.CharField()
    signature = serializers.CharField()
    attachments = ExplainedFileOut(many=True)
    is_auto = serializers.BooleanField()
    is_bounce = serializers.BooleanField()
    language = serializers.CharField()
    warnings = serializers.ListField(child=serializers.CharField())
    rules = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="The mail rules that hold, by name."
    )


class OneInboundEmailOut(InboundEmailOut):
    explained = ExplainedMailOut()


class RecoverIn(RequestBody):
    trust = Flag(required=False, help_text="Let its sender's next mails in too.")


class RecoverManyIn(RecoverIn):
    ids = ListOf(Id(), max_length=MOST_AT_ONCE)


class RecoveredOut(serializers.Serializer):
    recovered = serializers.IntegerField(help_text="How many are taken in.")
    refused = serializers.ListField(child=serializers.CharField(), help_text="Why others are not.")


class TrustedSenderOut(serializers.Serializer):
    id = serializers.IntegerField()
    address = serializers.CharField()
    trusted_by = PersonRef()
    created_at = UtcTime()


class TrustedSenderPage(PageOut):
    results = TrustedSenderOut(many=True)


class InboundEmails(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"get": Operation("list_inbound_emails", query=InboundEmailQuery, gives=InboundEmailPage)}

    def get(self, request: ApiRequest) -> Response:
        """What arrived, the newest first; for admins."""
        asked = self.asked(request)
        require(request.user, Permission.SETTINGS)
        rows = ledger(state=asked.get("state", ""), reason=asked.get("reason", ""), text=asked.get("q", "")).order_by()
        page = page_of(
            rows,
            sort=Sort("pk", descending=True),
            request=request,
            limit=asked["limit"],
            cursor=asked.get("cursor", ""),
        )
        return paged(page, InboundEmailOut)


class OneInboundEmail(ApiView):
    staff_only = True
    operations = {"get": Operation("get_inbound_email", gives=OneInboundEmailOut)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """One mail, and how it is read; for admins."""
        require(request.user, Permission.SETTINGS)
        row = InboundEmail.objects.get(pk=pk)
        told = {**InboundEmailOut(row).data, "explained": ExplainedMailOut(explained(bytes(row.raw))).data}
        return Response(told)


class Recovering(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("recover_inbound_email", takes=RecoverIn, gives=InboundEmailOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take it in although it was stopped; nothing happens to one that is a message already. For admins."""
        row = _row(pk)
        recover(row, actor=request.user, trust=self.taken(request).get("trust", False))
        return Response(InboundEmailOut(_row(pk)).data)


class RecoveringMany(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("recover_inbound_emails", takes=RecoverManyIn, gives=RecoveredOut)}

    def post(self, request: ApiRequest) -> Response:
        """At most 100 at once; for admins."""
        require(request.user, Permission.SETTINGS)
        words = self.taken(request)
        rows = _rows().filter(pk__in=words["ids"]).order_by("pk")
        count, refused = recover_many(rows, actor=request.user, trust=words.get("trust", False))
        return Response({"recovered": count, "refused": refused})


class TrustedSenders(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"get": Operation("list_trusted_senders", query=PageQuery, gives=TrustedSenderPage)}

    def get(self, request: ApiRequest) -> Response:
        """Whose mail comes in although a check of the sender fails; for admins."""
        asked = self.asked(request)
        require(request.user, Permission.SETTINGS)
        rows = TrustedSender.objects.select_related("trusted_by").order_by()
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, TrustedSenderOut)


class OneTrustedSender(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"delete": Operation("forget_trusted_sender", status=204)}

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Their mail is checked as everybody's again; for admins."""
        forget_trust(TrustedSender.objects.get(pk=pk), actor=request.user)
        return Response(status=204)


def _rows() -> QuerySet[InboundEmail]:
    return InboundEmail.objects.defer("raw")


def _row(pk: int) -> InboundEmail:
    return _rows().get(pk=pk)
