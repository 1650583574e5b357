"""How a mailbox's mail travels, over the API. Passwords and keys go in and never come out."""

from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Number, RequestBody, Text, Word
from helpdesk.api.schema import Operation
from mail.models import Mailbox, MailProvider, Provider, Security
from mail.providers import remove_provider, set_provider
from tickets.access import require


class ProviderOut(serializers.Serializer):
    kind = serializers.ChoiceField(Provider.values)
    sends = serializers.BooleanField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    security = serializers.ChoiceField(Security.values)
    account = serializers.CharField()
    region = serializers.CharField()
    api_url = serializers.CharField()
    has_key = serializers.SerializerMethodField()
    has_signing_key = serializers.SerializerMethodField()

    def get_has_key(self, provider: MailProvider) -> bool:
        return bool(provider.key)

    def get_has_signing_key(self, provider: MailProvider) -> bool:
        return bool(provider.signing_key)


class ProviderChange(RequestBody):
    kind = Word({kind.value: kind.value for kind in Provider})
    sends = Flag(required=False, help_text="Off: it only brings mail.")
    host = Text(max_length=254, required=False, help_text="SMTP: the server.")
    port = Number(minimum=1, maximum=65535, required=False)
    security = Word({one.value: one.value for one in Security}, required=False)
    account = Text(max_length=254, required=False, help_text="User name; Mailgun: domain; Amazon: access key ID.")
    key = Text(max_length=1000, required=False, help_text="Password or API key; stored and never given back.")
    signing_key = Text(max_length=1000, required=False, help_text="Mailgun's signing key, SendGrid's verification key.")
    region = Text(max_length=30, required=False)
    api_url = Text(max_length=300, required=False)


class OneProvider(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_mail_provider", gives=ProviderOut),
        "put": Operation("set_mail_provider", takes=ProviderChange, gives=ProviderOut),
        "delete": Operation("remove_mail_provider", status=204),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """404 where the mailbox sends by the server of the settings; for admins."""
        require(request.user, Permission.SETTINGS)
        provider = MailProvider.objects.filter(mailbox=Mailbox.objects.get(pk=pk)).first()
        if provider is None:
            raise Http404
        return Response(ProviderOut(provider).data)

    def put(self, request: ApiRequest, pk: int) -> Response:
        """By which server or provider it sends; what is left out stays as it is. For admins."""
        words: dict[str, Any] = self.taken(request)
        provider = set_provider(Mailbox.objects.get(pk=pk), actor=request.user, **words)
        return Response(ProviderOut(provider).data)

    def delete(self, request: ApiRequest, pk: int) -> Response:
        """The server of the settings sends again; for admins."""
        remove_provider(Mailbox.objects.get(pk=pk), actor=request.user)
        return Response(status=204)
