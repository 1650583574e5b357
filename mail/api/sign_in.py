"""Signing in at Google or Microsoft for a mailbox whose mail is fetched: by redirect, or by a code."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import RequestBody, Text
from helpdesk.api.schema import Operation
from mail.fetching.consents import begun_consent, device_code_in, sealed
from mail.fetching.oauth import device_code_for, redirect_address, take_device_consent
from mail.imap_models import ImapAccount, SignIn
from tickets.access import require


class ConsentOut(serializers.Serializer):
    address = serializers.URLField(help_text="Open it within 15 minutes in a browser that is signed in here as you.")
    redirect = serializers.URLField(help_text="Register it with your application at the provider, exactly so.")


class DeviceCodeOut(serializers.Serializer):
    address = serializers.CharField(help_text="Where the code is typed, on any device.")
    user_code = serializers.CharField(help_text="What is typed there.")
    handle = serializers.CharField(help_text="Name it when you ask whether the code was typed.")
    seconds = serializers.IntegerField(help_text="How long the code lives.")
    interval = serializers.IntegerField(help_text="Ask no more often than after so many seconds.")


class DeviceCodeDoneIn(RequestBody):
    handle = Text(max_length=4000)


class DeviceCodeDoneOut(serializers.Serializer):
    is_signed_in = serializers.BooleanField(help_text="Whether the code was typed by now; then mail is fetched.")


class BrowserSignIn(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("begin_mail_sign_in", gives=ConsentOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """The address at the provider where you allow the access; it leads back to the settings. For admins."""
        require(request.user, Permission.SETTINGS)
        address = begun_consent(_account(pk), by=request.user)
        return Response(ConsentOut({"address": address, "redirect": redirect_address()}).data)


class CodeSignIn(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("begin_mail_sign_in_by_code", gives=DeviceCodeOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """A code to be typed at Microsoft; Google has no such way. For admins."""
        require(request.user, Permission.SETTINGS)
        account = _account(pk)
        code = device_code_for(account)
        told = {
            "address": code.address,
            "user_code": code.user_code,
            "handle": sealed(account, request.user, device_code=code.device_code),
            "seconds": code.seconds,
            "interval": code.interval,
        }
        return Response(DeviceCodeOut(told).data)


class CodeSignInDone(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("end_mail_sign_in_by_code", takes=DeviceCodeDoneIn, gives=DeviceCodeDoneOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Whether the code was typed; ask again while it was not. For admins."""
        require(request.user, Permission.SETTINGS)
        account = _account(pk)
        code = device_code_in(account, self.taken(request)["handle"], request.user)
        is_done = take_device_consent(account, actor=request.user, device_code=code)
        return Response(DeviceCodeDoneOut({"is_signed_in": is_done}).data)


def _account(mailbox: int) -> ImapAccount:
    return ImapAccount.objects.select_related("mailbox").exclude(sign_in=SignIn.PASSWORD).get(mailbox=mailbox)
