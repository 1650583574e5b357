"""The mails that left for a ticket, and sending one of them again."""

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import UtcTime
from helpdesk.api.schema import Operation
from mail.resending import resend
from mail.sources import find_source, source_response
from outbox.models import EmailState, OutboundEmail, OutboundRecipient, RecipientState
from tickets.access import ticket_for
from tickets.models import Message

# The newest ones; a ticket with more mails than this is none that anybody reads mail by mail.
MOST = 200


class RecipientOut(serializers.Serializer):
    field = serializers.ChoiceField(OutboundRecipient.Field.values)
    address = serializers.CharField()
    name = serializers.CharField()
    state = serializers.ChoiceField(RecipientState.values)
    error = serializers.CharField()


class EmailOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.CharField()
    message = serializers.IntegerField(source="ticket_message_id", allow_null=True)
    message_id = serializers.CharField(help_text="The Message-ID header.")
    subject = serializers.CharField()
    state = serializers.ChoiceField(EmailState.values)
    attempts = serializers.IntegerField()
    created_at = UtcTime()
    sent_at = UtcTime(allow_null=True)
    recipients = RecipientOut(many=True)


class EmailList(serializers.Serializer):
    results = EmailOut(many=True)


class Emails(ApiView):
    staff_only = True
    operations = {"get": Operation("list_emails", gives=EmailList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """The newest 200 mails sent for this ticket, each with its fate per recipient."""
        ticket = ticket_for(request.user, number)
        emails = OutboundEmail.objects.filter(ticket=ticket).prefetch_related("recipients")[:MOST]
        return Response({"results": EmailOut(emails, many=True).data})


class Resend(ApiView):
    staff_only = True
    operations = {"post": Operation("resend_email", gives=EmailOut)}

    def post(self, request: ApiRequest, number: int, email: int) -> Response:
        """Send it once more to the recipients that failed; nothing happens when none has."""
        ticket = ticket_for(request.user, number)
        row = OutboundEmail.objects.filter(ticket=ticket, pk=email).first()
        if row is None:
            raise Http404
        resend(row, actor=request.user)
        return Response(EmailOut(OutboundEmail.objects.prefetch_related("recipients").get(pk=row.pk)).data)


class Source(ApiView):
    staff_only = True
    operations = {"get": Operation("get_message_source", is_file=True)}

    def get(self, request: ApiRequest, number: int, pk: int) -> HttpResponse:
        """The mail of a message as it came, byte for byte; 404 for what was not written by mail."""
        message = Message.objects.get(ticket=ticket_for(request.user, number), pk=pk)
        row = find_source(message, person=request.user)
        if row is None:
            raise Http404
        return source_response(row)
