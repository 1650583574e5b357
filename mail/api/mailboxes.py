"""The mailboxes, and the signature below what is sent from each."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from helpdesk.api.fields import RequestBody, Text
from helpdesk.api.schema import Operation
from mail.keeping import set_signature
from mail.models import Mailbox
from mail.signatures import LONGEST


class MailboxOut(serializers.Serializer):
    id = serializers.IntegerField()
    address = serializers.CharField()
    name = serializers.CharField()
    is_default = serializers.BooleanField()
    signature_html = serializers.CharField(help_text="With Liquid placeholders, such as {{ agent.name }}.")
    signature_text = serializers.CharField(help_text="For the text part of a mail; from the HTML when empty.")


class MailboxList(serializers.Serializer):
    results = MailboxOut(many=True)


class MailboxChange(RequestBody):
    signature_html = Text(max_length=LONGEST, required=False)
    signature_text = Text(max_length=LONGEST, required=False)


class Mailboxes(ApiView):
    staff_only = True
    operations = {"get": Operation("list_mailboxes", gives=MailboxList)}

    def get(self, request: ApiRequest) -> Response:
        """The addresses that customers write to and answers are sent from."""
        return Response({"results": MailboxOut(Mailbox.objects.order_by("pk"), many=True).data})


class OneMailbox(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_mailbox", gives=MailboxOut),
        "patch": Operation("change_mailbox", takes=MailboxChange, gives=MailboxOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(MailboxOut(Mailbox.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change the signature; for admins."""
        words = self.taken(request)
        mailbox = Mailbox.objects.get(pk=pk)
        html = words.get("signature_html", mailbox.signature_html)
        text = words.get("signature_text", mailbox.signature_text)
        set_signature(mailbox, actor=request.user, html=html, text=text)
        mailbox.refresh_from_db()
        return Response(MailboxOut(mailbox).data)
