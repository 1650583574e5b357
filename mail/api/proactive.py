"""Messages to customers over the API: writing one, whom it reaches, starting, stopping, and how far it has come."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Organization, Scope
from accounts.models.organization import Tier
from accounts.permissions import Permission
from helpdesk.api.fields import Id, ListOf, Moment, Number, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from mail.models import Mailbox
from mail.proactive.actions import (
    LONGEST,
    MOST_AN_HOUR,
    MOST_DAYS,
    change_proactive,
    start_proactive,
    stop_proactive,
    write_proactive,
)
from mail.proactive.models import ProactiveMessage, ProactiveState, Reached, Skipped, When
from mail.proactive.progress import progress_of
from mail.proactive.segments import preview_of
from tickets.access import require

_NEWEST = Sort("pk", descending=True)
_MOST_NAMED = 100


class ProactiveFields(RequestBody):
    html = Words(max_length=LONGEST, required=False, help_text="With placeholders such as {{ requester.first_name }}.")
    mailbox = Id(required=False, help_text="It leaves from there, and answers come back there; else the default one.")
    organizations = ListOf(Id(), max_length=_MOST_NAMED, required=False)
    tags = ListOf(Text(max_length=50), max_length=_MOST_NAMED, required=False, help_text="Of a ticket of theirs.")
    tiers = ListOf(Word({tier.value: tier.value for tier in Tier}), max_length=10, required=False)
    languages = ListOf(Text(max_length=10), max_length=50, required=False)
    when = Word({when.value: when.value for when in When}, required=False)
    send_at = Moment(required=False, allow_null=True, help_text="With `when` at.")
    days = Number(
        minimum=0, maximum=MOST_DAYS, required=False, allow_null=True, help_text="With `when` appeared or solved."
    )
    per_hour = Number(minimum=1, maximum=MOST_AN_HOUR, required=False)


class ProactiveChange(ProactiveFields):
    subject = Words(max_length=200, required=False)


class NewProactive(ProactiveFields):
    subject = Words(max_length=200)
    html = Words(max_length=LONGEST)


class ProactiveOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    subject = serializers.CharField()
    html = serializers.CharField()
    mailbox = serializers.IntegerField(source="mailbox_id")
    segment = serializers.DictField(child=serializers.ListField(), help_text="organizations, tags, tiers, languages.")
    when = serializers.ChoiceField(When.values)
    send_at = UtcTime(allow_null=True)
    days = serializers.IntegerField(allow_null=True)
    per_hour = serializers.IntegerField()
    state = serializers.ChoiceField(ProactiveState.values)
    started_at = UtcTime(allow_null=True)
    author = serializers.IntegerField(source="author_id")
    created_at = UtcTime()


class ProactivePage(PageOut):
    results = ProactiveOut(many=True)


class ProactiveRecipientOut(serializers.Serializer):
    person = serializers.IntegerField(source="person_id")
    state = serializers.ChoiceField(Reached.values)
    skipped = serializers.ChoiceField(["", *Skipped.values], help_text="Why it was left out; empty else.")
    sent_at = UtcTime(allow_null=True)


class ProactiveRecipientPage(PageOut):
    results = ProactiveRecipientOut(many=True)


class ProactiveProgressOut(serializers.Serializer):
    would_reach = serializers.IntegerField(help_text="How many customers of the segment can be reached now.")
    first_names = serializers.ListField(child=serializers.CharField(), help_text="The first of them.")
    left_out_now = serializers.IntegerField(help_text="Of the segment: want none, or mail there came back.")
    waiting = serializers.IntegerField()
    sent = serializers.IntegerField()
    failed = serializers.IntegerField()
    answered = serializers.IntegerField()
    left_out = serializers.IntegerField()


class ProactiveMessages(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_proactive_messages", query=PageQuery, gives=ProactivePage),
        "post": Operation("add_proactive_message", takes=NewProactive, gives=ProactiveOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Messages to customers, the newest first; for managers."""
        require(request.user, Permission.PROACTIVE)
        asked = self.asked(request)
        rows = ProactiveMessage.objects.all()
        page = page_of(rows, sort=_NEWEST, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ProactiveOut)

    def post(self, request: ApiRequest) -> Response:
        """A draft; nothing leaves until it is started. For managers."""
        require(request.user, Permission.PROACTIVE)
        words = _words(self.taken(request), {})
        mailbox = words.pop("mailbox", None) or Mailbox.objects.order_by("-is_default", "pk").first()
        if mailbox is None:
            raise UnknownReference("mailbox", _("There is no mailbox yet."))
        message = write_proactive(actor=request.user, mailbox=mailbox, **words)
        return Response(ProactiveOut(message).data, 201)


class OneProactiveMessage(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_proactive_message", gives=ProactiveOut),
        "patch": Operation("change_proactive_message", takes=ProactiveChange, gives=ProactiveOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        require(request.user, Permission.PROACTIVE)
        return Response(ProactiveOut(ProactiveMessage.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Of a draft or a stopped one; fields left out stay. For managers."""
        require(request.user, Permission.PROACTIVE)
        message = ProactiveMessage.objects.get(pk=pk)
        change_proactive(message, actor=request.user, **_words(self.taken(request), message.segment))
        return Response(ProactiveOut(ProactiveMessage.objects.get(pk=pk)).data)


class ProactiveProgress(ApiView):
    staff_only = True
    operations = {"get": Operation("get_proactive_progress", gives=ProactiveProgressOut)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Whom it would reach now, and how far it has come. For managers."""
        require(request.user, Permission.PROACTIVE)
        message = ProactiveMessage.objects.select_related("author").get(pk=pk)
        preview, progress = preview_of(message.segment, author=message.author), progress_of(message)
        said = {
            "would_reach": preview.count,
            "first_names": preview.names,
            "left_out_now": preview.left_out,
            **{name: getattr(progress, name) for name in ("waiting", "sent", "failed", "answered", "left_out")},
        }
        return Response(ProactiveProgressOut(said).data)


class ProactiveRecipients(ApiView):
    staff_only = True
    operations = {"get": Operation("list_proactive_recipients", query=PageQuery, gives=ProactiveRecipientPage)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """Who got it, who waits, and who was left out. For managers."""
        require(request.user, Permission.PROACTIVE)
        asked = self.asked(request)
        rows = ProactiveMessage.objects.get(pk=pk).recipients.all()
        page = page_of(rows, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, ProactiveRecipientOut)


class StartProactive(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("start_proactive_message", gives=ProactiveOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """At once, at its time, or as the days of its customers come; nothing happens when it runs. For managers."""
        start_proactive(ProactiveMessage.objects.get(pk=pk), actor=request.user)
        return Response(ProactiveOut(ProactiveMessage.objects.get(pk=pk)).data)


class StopProactive(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("stop_proactive_message", gives=ProactiveOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Nobody else gets it; nothing happens when it does not run. For managers."""
        stop_proactive(ProactiveMessage.objects.get(pk=pk), actor=request.user)
        return Response(ProactiveOut(ProactiveMessage.objects.get(pk=pk)).data)


def _words(taken: dict[str, Any], segment: dict[str, Any]) -> dict[str, Any]:
    """As the verbs take them."""
    named = {name: taken.pop(name) for name in ("organizations", "tags", "tiers", "languages") if name in taken}
    if organizations := named.get("organizations"):
        found = Organization.objects.filter(pk__in=organizations).count()
        if found < len(set(organizations)):
            raise UnknownReference("organizations", _("There is no such organization."))
    if "mailbox" in taken:
        taken["mailbox"] = Mailbox.objects.filter(pk=taken["mailbox"]).first()
        if taken["mailbox"] is None:
            raise UnknownReference("mailbox", _("There is no such mailbox."))
    return {**taken, **({"segment": {**segment, **named}} if named else {})}
