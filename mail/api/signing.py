"""The key that signs a mailbox's mail (DKIM). What is private goes nowhere."""

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, RequestBody, UtcTime
from helpdesk.api.schema import Operation
from mail.models import Mailbox
from mail.signing import key_of, make_key, remove_key, set_signing, signing_domain
from mail.signing_models import SigningKey
from tickets.access import require


class SigningKeyOut(serializers.Serializer):
    domain = serializers.CharField(help_text="Whose mail it signs: of all mailboxes in it.")
    selector = serializers.CharField()
    record_name = serializers.CharField(help_text="Where the TXT record is to be published.")
    record = serializers.CharField(help_text="What the record says.")
    is_on = serializers.BooleanField(help_text="Whether mail is signed.")
    created_at = UtcTime()


class SigningChange(RequestBody):
    is_on = Flag()


class Signing(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_signing_key", gives=SigningKeyOut),
        "post": Operation("make_signing_key", gives=SigningKeyOut, status=201),
        "patch": Operation("set_signing", takes=SigningChange, gives=SigningKeyOut),
        "delete": Operation("remove_signing_key", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """404 where the mailbox's domain has none; for admins."""
        require(request.user, Permission.SETTINGS)
        return Response(SigningKeyOut(_key(pk)).data)

    def post(self, request: ApiRequest, pk: int) -> Response:
        """A new one, which signs nothing before it is switched on; it takes the old one's place. For admins."""
        key = make_key(signing_domain(Mailbox.objects.get(pk=pk)), actor=request.user)
        return Response(SigningKeyOut(key).data, 201)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Publish its record before you switch it on; for admins."""
        require(request.user, Permission.SETTINGS)
        set_signing(_key(pk), actor=request.user, is_on=self.taken(request)["is_on"])
        return Response(SigningKeyOut(_key(pk)).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """Nothing is signed any more; for admins."""
        require(request.user, Permission.SETTINGS)
        remove_key(_key(pk), actor=request.user)
        return Response(status=204)


def _key(mailbox: int) -> SigningKey:
    key = key_of(Mailbox.objects.get(pk=mailbox))
    if key is None:
        raise Http404
    return key
