"""How a mailbox's mail is fetched, and tests of its connections. No answer holds a password or a token."""

from django.db.models import Sum
from django.http import Http404
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, KeptWords, ListOf, Number, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.schema import Operation
from mail.checking.asking import ask_for_check, newest_check
from mail.fetching.keeping import MOST_FOLDERS, connect_imap, fetch_now
from mail.imap_models import AfterFetching, Begin, CheckState, ImapAccount, Security, SignIn
from mail.models import Mailbox
from tickets.access import require
from tickets.errors import Invalid


def _words(choices: type[Security] | type[SignIn] | type[Begin] | type[AfterFetching]) -> dict[str, str]:
    return {value: value for value in choices.values}


class ImapIn(RequestBody):
    is_on = Flag(required=False, help_text="Whether mail is fetched.")
    host = Words(max_length=253, required=False, help_text="The server's name.")
    port = Number(minimum=1, maximum=65535, required=False)
    security = Word(_words(Security), required=False)
    sign_in = Word(_words(SignIn), required=False)
    user = Words(max_length=254, required=False)
    password = Text(max_length=500, required=False, help_text="Stored and never given back.")
    client_id = Text(max_length=200, required=False)
    client_secret = Text(max_length=500, required=False, help_text="Stored and never given back.")
    tenant = Text(max_length=100, required=False)
    folders = ListOf(Words(max_length=200), max_length=MOST_FOLDERS, required=False)
    begin = Word(
        _words(Begin), required=False, help_text="Which mail is taken of a folder that is read for the first time."
    )
    after = Word(_words(AfterFetching), required=False, help_text="What is done on the server with what was fetched.")
    move_to = Text(max_length=200, required=False)


class ImapOut(serializers.Serializer):
    is_on = serializers.BooleanField()
    host = serializers.CharField()
    port = serializers.IntegerField()
    security = serializers.ChoiceField(Security.values)
    sign_in = serializers.ChoiceField(SignIn.values)
    user = serializers.CharField()
    client_id = serializers.CharField()
    tenant = serializers.CharField()
    folders = serializers.ListField(child=serializers.CharField())
    begin = serializers.ChoiceField(Begin.values)
    after = serializers.ChoiceField(AfterFetching.values)
    move_to = serializers.CharField()
    asked_at = UtcTime(allow_null=True, help_text="When the server was asked last.")
    fetched_at = UtcTime(allow_null=True, help_text="When its folders were last read to their ends.")
    due_at = UtcTime(help_text="When it is asked next.")
    trouble = KeptWords(help_text="What was wrong the last time; empty when nothing was.")
    failures = serializers.IntegerField(help_text="How often in a row.")
    missing = serializers.SerializerMethodField(help_text="Mails that the server lists and does not give us.")

    def get_missing(self, account: ImapAccount) -> int:
        read = account.read_folders.filter(name__in=account.folders)
        return read.aggregate(missing=Sum("missing", default=0))["missing"]


class CheckStepOut(serializers.Serializer):
    part = serializers.ChoiceField(["incoming", "outgoing", "records"])
    what = serializers.CharField()
    is_good = serializers.BooleanField(
        allow_null=True, help_text="null: nothing is wrong, but there is something to know."
    )
    words = KeptWords()
    advice = KeptWords()


class ConnectionCheckOut(serializers.Serializer):
    state = serializers.ChoiceField(CheckState.values)
    steps = CheckStepOut(many=True)
    created_at = UtcTime()
    ended_at = UtcTime(allow_null=True)


class Imap(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_imap_account", gives=ImapOut),
        "patch": Operation("connect_imap_account", takes=ImapIn, gives=ImapOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Where its mail is fetched from; 404 while that is nowhere. For admins."""
        require(request.user, Permission.SETTINGS)
        return Response(ImapOut(_account(pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Connect it, or change what is named; a worker tests the connection. For admins."""
        require(request.user, Permission.SETTINGS)
        connect_imap(Mailbox.objects.get(pk=pk), actor=request.user, **self.taken(request))
        return Response(ImapOut(_account(pk)).data)


class FetchNow(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("fetch_mail_now", gives=ImapOut, status=202)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Let a worker ask the server now; `asked_at` moves when it has. For admins."""
        require(request.user, Permission.SETTINGS)
        if not fetch_now(Mailbox.objects.get(pk=pk), actor=request.user):
            raise Invalid("Nothing is fetched for this mailbox.")
        return Response(ImapOut(_account(pk)).data, 202)


class ConnectionChecks(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_connection_check", gives=ConnectionCheckOut),
        "post": Operation("check_connection", gives=ConnectionCheckOut, status=202),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """The newest test of how the mailbox gets and sends mail; 404 before the first. For admins."""
        require(request.user, Permission.SETTINGS)
        check = newest_check(Mailbox.objects.get(pk=pk))
        if check is None:
            raise Http404
        return Response(ConnectionCheckOut(check).data)

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Let a worker test it; the answer's `state` becomes "done". For admins."""
        require(request.user, Permission.SETTINGS)
        return Response(ConnectionCheckOut(ask_for_check(Mailbox.objects.get(pk=pk), by=request.user)).data, 202)


def _account(mailbox: int) -> ImapAccount:
    return ImapAccount.objects.get(mailbox=mailbox)
