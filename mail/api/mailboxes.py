"""The mailboxes, and the signature below what is sent from each."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Email, Flag, Id, ListOf, RequestBody, Text, Words
from helpdesk.api.schema import Operation
from mail.keeping import MOST_ALIASES, add_mailbox, change_mailbox, send_test_mail
from mail.models import Mailbox
from mail.signatures import LONGEST, checked_signature
from tickets.access import require
from tickets.api.references import brand_named_by, team_named


class MailboxOut(serializers.Serializer):
    id = serializers.IntegerField()
    address = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField(), help_text="What comes to one is answered from it.")
    name = serializers.CharField()
    team = serializers.IntegerField(source="team_id", allow_null=True, help_text="Whose queue its tickets come into.")
    is_default = serializers.BooleanField()
    brand = serializers.IntegerField(source="brand_id", help_text="Whose mail comes there.")
    signature_html = serializers.CharField(help_text="With Liquid placeholders, such as {{ agent.name }}.")
    signature_text = serializers.CharField(help_text="For the text part of a mail; from the HTML when empty.")


class MailboxList(serializers.Serializer):
    results = MailboxOut(many=True)


class MailboxChange(RequestBody):
    name = Words(max_length=100, required=False, help_text="Customers read it as the sender.")
    aliases = ListOf(
        Email(), max_length=MOST_ALIASES, required=False, help_text="Of the same domain; these replace all."
    )
    team = Id(required=False, allow_null=True, help_text="Whose queue its tickets come into.")
    is_default = Flag(required=False, help_text="What has no mailbox of its own is sent from it.")
    brand = Id(required=False, help_text="Whose mail comes there.")
    signature_html = Text(max_length=LONGEST, required=False)
    signature_text = Text(max_length=LONGEST, required=False)


class NewMailbox(MailboxChange):
    address = Email()
    name = Words(max_length=100)


class TestMailOut(serializers.Serializer):
    sent_to = serializers.CharField()


class Mailboxes(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_mailboxes", gives=MailboxList),
        "post": Operation("add_mailbox", takes=NewMailbox, gives=MailboxOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """The addresses that customers write to and answers are sent from."""
        return Response({"results": MailboxOut(Mailbox.objects.order_by("pk"), many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Mail to it opens tickets from now on; for admins."""
        require(request.user, Permission.SETTINGS)
        mailbox = add_mailbox(actor=request.user, **_fields(self.taken(request)))
        location = reverse("api:mailbox", args=[mailbox.pk])
        return Response(MailboxOut(mailbox).data, 201, headers={"Location": location})


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
        """Its name, team and signature, or that it is the default; for admins. Fields left out stay."""
        require(request.user, Permission.SETTINGS)
        mailbox = Mailbox.objects.get(pk=pk)
        change_mailbox(mailbox, actor=request.user, **_fields(self.taken(request)))
        return Response(MailboxOut(Mailbox.objects.get(pk=pk)).data)


class TestMail(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("send_test_mail", gives=TestMailOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """To yourself, from this mailbox; for admins."""
        return Response({"sent_to": send_test_mail(Mailbox.objects.get(pk=pk), actor=request.user)})


def _fields(words: dict[str, Any]) -> dict[str, Any]:
    if "team" in words:
        words["team"] = team_named("team", words["team"])
    if "brand" in words:
        words["brand_id"] = brand_named_by(words.pop("brand"))
    for name in ("signature_html", "signature_text"):
        if name in words:
            words[name] = checked_signature(words[name], is_html=name == "signature_html")
    return words
