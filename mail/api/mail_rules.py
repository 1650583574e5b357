"""Rules before a ticket, over the API; for admins."""

from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Id, ListOf, RequestBody, Text, Word, Words
from helpdesk.api.schema import Operation
from mail.rule_keeping import (
    LONGEST_VALUE,
    add_mail_rule,
    archive_mail_rule,
    change_mail_rule,
    move_mail_rule,
    restore_mail_rule,
)
from mail.rule_models import Does, How, MailRule
from mail.rule_trying import LARGEST, source_of, try_rules
from tickets.access import require
from tickets.models import Priority

_HOW = {value: value for value in How.values}
_DOES = {value: value for value in Does.values}
_PRIORITIES = {priority.name.lower(): priority.value for priority in Priority}


class MailConditionIn(RequestBody):
    header = Words(max_length=60, help_text="sender, subject, recipients, body, or a header's name.")
    how = Word(_HOW)
    value = Text(max_length=LONGEST_VALUE, required=False)


class MailRuleSetsIn(RequestBody):
    tags = ListOf(Words(max_length=50), max_length=20, required=False)
    priority = Word(_PRIORITIES, required=False)
    team = Words(max_length=100, required=False, help_text="By its name.")
    mailbox = Words(max_length=254, required=False, help_text="By its address.")
    form = Words(max_length=100, required=False, help_text="By its name.")


class MailRuleChange(RequestBody):
    name = Words(max_length=100, required=False)
    is_on = Flag(required=False)
    conditions = MailConditionIn(many=True, required=False)
    does = Word(_DOES, required=False)
    sets = MailRuleSetsIn(required=False)
    reason = Text(max_length=200, required=False, help_text="Why it ignores or stops.")


class NewMailRule(MailRuleChange):
    name = Words(max_length=100)
    conditions = MailConditionIn(many=True)


class MoveMailRuleIn(RequestBody):
    to = Word({"up": "up", "down": "down"})


class TrialIn(RequestBody):
    mail = Text(max_length=LARGEST, required=False, help_text="A mail with its headers.")
    inbound_email = Id(required=False, help_text="Or one that came.")


class MailConditionOut(serializers.Serializer):
    header = serializers.CharField()
    how = serializers.ChoiceField(How.values)
    value = serializers.CharField()


class MailRuleOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    is_on = serializers.BooleanField()
    position = serializers.IntegerField()
    conditions = MailConditionOut(many=True)
    does = serializers.ChoiceField(Does.values)
    sets = serializers.DictField()
    reason = serializers.CharField()
    is_archived = serializers.SerializerMethodField()

    def get_is_archived(self, rule: MailRule) -> bool:
        return rule.archived_at is not None


class MailRuleList(serializers.Serializer):
    results = MailRuleOut(many=True)


class MailTrialOut(serializers.Serializer):
    fired = serializers.ListField(child=serializers.CharField(), help_text="The rules that hold, by name.")
    outcome = serializers.ChoiceField(["", "ignored", "quarantined"], help_text="Empty: it goes on.")
    why = serializers.CharField()
    sets = serializers.DictField()


class MailRules(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_mail_rules", gives=MailRuleList),
        "post": Operation("add_mail_rule", takes=NewMailRule, gives=MailRuleOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """What looks at a mail before it becomes a ticket, in order; for admins."""
        require(request.user, Permission.SETTINGS)
        return Response({"results": MailRuleOut(MailRule.objects.all(), many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """A rule that comes last; for admins."""
        require(request.user, Permission.SETTINGS)
        return Response(MailRuleOut(add_mail_rule(actor=request.user, **_fields(self.taken(request)))).data, 201)


class OneMailRule(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_mail_rule", gives=MailRuleOut),
        "patch": Operation("change_mail_rule", takes=MailRuleChange, gives=MailRuleOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """For admins."""
        require(request.user, Permission.SETTINGS)
        return _told(pk)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Fields left out stay; for admins."""
        require(request.user, Permission.SETTINGS)
        change_mail_rule(MailRule.objects.get(pk=pk), actor=request.user, **_fields(self.taken(request)))
        return _told(pk)


class MoveMailRule(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("move_mail_rule", takes=MoveMailRuleIn, gives=MailRuleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """One place up or down; for admins."""
        require(request.user, Permission.SETTINGS)
        move_mail_rule(MailRule.objects.get(pk=pk), actor=request.user, up=self.taken(request)["to"] == "up")
        return _told(pk)


class ArchiveMailRule(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("archive_mail_rule", gives=MailRuleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """It looks at no mail any more; for admins."""
        archive_mail_rule(MailRule.objects.get(pk=pk), actor=request.user)
        return _told(pk)


class RestoreMailRule(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("restore_mail_rule", gives=MailRuleOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """It is back; for admins."""
        restore_mail_rule(MailRule.objects.get(pk=pk), actor=request.user)
        return _told(pk)


class TryMailRules(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("try_mail_rules", takes=TrialIn, gives=MailTrialOut)}

    def post(self, request: ApiRequest) -> Response:
        """What the rules that are on make of a mail; nothing is stored. For admins."""
        require(request.user, Permission.SETTINGS)
        words = self.taken(request)
        raw = words["mail"].encode() if words.get("mail") else source_of(words.get("inbound_email", 0))
        ruling = try_rules(raw).ruling
        told = {"fired": ruling.fired, "outcome": ruling.state, "why": ruling.why, "sets": ruling.sets}
        return Response(MailTrialOut(told).data)


def _told(pk: int) -> Response:
    return Response(MailRuleOut(MailRule.objects.get(pk=pk)).data)


def _fields(words: dict[str, Any]) -> dict[str, Any]:
    if "sets" in words:
        words["sets"] = dict(words["sets"])
    if "conditions" in words:
        words["conditions"] = [{"value": "", **condition} for condition in words["conditions"]]
    return words
