"""How rules look over the API."""

from typing import Any

from rest_framework import serializers

from accounts.api.naming import Named
from helpdesk.api.fields import Flag, Id, KeptWords, ListOf, Number, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery
from helpdesk.api.structures import Structure, Structures
from routing.effects import Strategy
from routing.models import Rule, RuleState
from routing.queries import words_of
from tickets.api.output import PersonRef

STATES = {state.value: state for state in RuleState}
STRATEGIES = {"": "", **{strategy.value: strategy for strategy in Strategy}}


class RuleOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(list(STATES))
    off_reason = serializers.CharField(help_text="Why it was switched off by itself: loop, failing; else empty.")
    position = serializers.IntegerField()
    version = serializers.IntegerField()
    when = serializers.DictField()
    conditions = serializers.DictField()
    effects = serializers.ListField(child=serializers.DictField())
    words = serializers.SerializerMethodField(help_text="The same for people to read.")
    archived_at = UtcTime(allow_null=True)
    created_at = UtcTime()

    def get_words(self, rule: Rule) -> dict[str, Any]:
        return self.context.get("words", {}).get(rule.pk) or words_of([rule])[0]

    get_words._spectacular_annotation = {  # type: ignore[attr-defined]  # how spectacular learns of it
        "field": {"type": "object", "additionalProperties": True}
    }


class RulePage(PageOut):
    results = RuleOut(many=True)


class VersionOut(serializers.Serializer):
    number = serializers.IntegerField()
    by = PersonRef(allow_null=True, help_text="Null: a guard of ours switched it off.")
    at = UtcTime()
    restores = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    description = serializers.CharField()
    state = serializers.ChoiceField(list(STATES))
    when = serializers.DictField()
    conditions = serializers.DictField()
    effects = serializers.ListField(child=serializers.DictField())


class VersionPage(PageOut):
    results = VersionOut(many=True)


class RuleQuery(PageQuery):
    q = Text(max_length=100, required=False, help_text="Words of name or description.")
    state = Word(STATES, required=False)
    archived = Flag(required=False, default=False)


class RuleParts(RequestBody):
    when = Structure(
        help_text='{"events": ["ticket.opened"]} or {"after": {"hours": 72, "since": "answered"}}; with a "calendar" only its '
        'opening hours count, and "working_days" can stand instead of "hours".'
    )
    conditions = Structure(
        required=False, help_text='Nested {"all": [...]}, {"any": [...]}, {"none": [...]}; {}: always.'
    )
    effects = Structures(help_text='What it does in this order, such as [{"do": "tag", "add": ["refund"]}].')


class NewRule(RuleParts):
    name = Words(max_length=100)
    description = Text(max_length=2_000, required=False)
    state = Word(STATES, required=False, help_text="A draft when left out.")


class RuleChange(RequestBody):
    name = Words(max_length=100, required=False)
    description = Text(max_length=2_000, required=False)
    state = Word(STATES, required=False)
    when = Structure(required=False)
    conditions = Structure(required=False)
    effects = Structures(required=False)
    version = Number(
        minimum=1, maximum=2**31 - 1, required=False, help_text="The one you saw: refused when it is not the newest."
    )


class RuleOrder(RequestBody):
    order = ListOf(Id(), max_length=500, help_text="Rules in their new order, on the places that they have together.")


class RunIn(RequestBody):
    ticket = Id()


class MatchOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="ticket.pk")
    subject = serializers.CharField(source="ticket.subject")
    seq = serializers.IntegerField(source="event.seq")
    at = UtcTime(help_text="When what the rule waits for happened.")
    changes = serializers.ListField(child=serializers.CharField(), help_text="What would have changed.")


class TrialOut(serializers.Serializer):
    count = serializers.IntegerField(help_text="Events that it would have acted on.")
    looked_at = serializers.IntegerField()
    is_whole = serializers.BooleanField(help_text="Whether all of the last 30 days was looked at.")
    matches = MatchOut(many=True, help_text="The newest.")


class RuleCheckedOut(serializers.Serializer):
    text = serializers.CharField()
    depth = serializers.IntegerField()
    holds = serializers.BooleanField()


class RunOut(serializers.Serializer):
    would_act = serializers.BooleanField()
    checked = RuleCheckedOut(many=True)
    changes = serializers.ListField(child=serializers.CharField())
    asked_at_seq = serializers.IntegerField(
        allow_null=True,
        help_text="The event that would have asked it last, with the ticket as it was then; null: the ticket as it is now.",
    )
    is_due = serializers.BooleanField(
        help_text="Whether anything asks it there: what it listens to has happened, or its time has come."
    )


class AskedOut(serializers.Serializer):
    rule = serializers.IntegerField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    outcome = serializers.ChoiceField(["acted", "did_not_apply", "failed"])
    why = serializers.CharField(
        help_text="What held, so that it acted; the condition against it; or why it failed, in words."
    )


class ExplainedOut(serializers.Serializer):
    seq = serializers.IntegerField()
    kind = serializers.CharField()
    at = UtcTime()
    rules = AskedOut(many=True)


class ExplainedList(serializers.Serializer):
    results = ExplainedOut(many=True)


class AssignmentOut(serializers.Serializer):
    team = serializers.IntegerField()
    strategy = serializers.ChoiceField(list(STRATEGIES), help_text="Empty: people take what they want.")
    capacity = serializers.IntegerField()


class AssignmentIn(RequestBody):
    strategy = Word(STRATEGIES)
    capacity = Number(minimum=1, maximum=1000, required=False)


class TargetOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()
    secret = serializers.CharField(help_text="By which the receiver checks the signature (Standard Webhooks).")
    archived_at = UtcTime(allow_null=True)


class ArchivedTargetOut(TargetOut, Named):
    sort = "target"


class TargetPage(PageOut):
    results = TargetOut(many=True)


class NewTarget(RequestBody):
    name = Words(max_length=100)
    url = Text(max_length=500, pattern=r"^https?://[!-~]+$")


class DeliveryOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    url = serializers.CharField()
    message_id = serializers.CharField()
    state = serializers.CharField()
    attempts = serializers.IntegerField()
    answer_status = serializers.IntegerField(allow_null=True)
    last_error = KeptWords()
    ticket = serializers.IntegerField(source="ticket_id", allow_null=True)
    created_at = UtcTime()
    sent_at = UtcTime(allow_null=True)


class DeliveryPage(PageOut):
    results = DeliveryOut(many=True)
