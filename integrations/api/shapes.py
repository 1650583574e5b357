"""What the API takes and gives about trackers and issues. No answer holds a token."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from helpdesk.api.fields import Flag, Id, KeptWords, RequestBody, Text, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery
from integrations.models import CallKind, CallState, TrackerKind

_KINDS = {kind.value: kind.value for kind in TrackerKind}


class NewTracker(RequestBody):
    kind = Word(_KINDS)
    name = Words(max_length=100)
    base = Text(max_length=300, required=False, help_text="Where its API begins; the usual address when left out.")
    project = Words(max_length=200, help_text="owner/repository, group/project, or a project's key.")
    account = Text(max_length=254, required=False, help_text="Jira Cloud: whose token it is.")
    token = Text(max_length=500, required=False, help_text="Stored and never given back.")
    issue_type = Words(max_length=60, required=False, help_text="Jira: of new issues.")


class TrackerChange(RequestBody):
    name = Words(max_length=100, required=False)
    base = Text(max_length=300, required=False, help_text="With another host a token has to come along.")
    project = Words(max_length=200, required=False)
    account = Text(max_length=254, required=False)
    token = Text(max_length=500, required=False)
    issue_type = Words(max_length=60, required=False)
    is_archived = Flag(required=False)


class TrackerOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(TrackerKind.values)
    name = serializers.CharField()
    base = serializers.CharField()
    project = serializers.CharField()
    is_archived = serializers.SerializerMethodField()
    asked_at = UtcTime(allow_null=True, help_text="When it was asked last.")
    trouble = KeptWords(help_text="What was wrong then; empty when nothing was.")

    def get_is_archived(self, tracker: object) -> bool:
        return getattr(tracker, "archived_at") is not None  # noqa: B009 - of a model that this module need not know


class TrackerPage(PageOut):
    results = TrackerOut(many=True)


class IssueQuery(PageQuery):
    q = Text(max_length=500, required=False, help_text="Words of the title, or a number.")


class IssueOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    tracker = serializers.IntegerField(source="tracker_id")
    key = serializers.CharField()
    reference = serializers.CharField(help_text="As people write it: app#12.")
    title = serializers.CharField(help_text="Empty until it is looked up.")
    url = serializers.CharField()
    state = serializers.CharField(help_text="In the tracker's words; empty until it is looked up.")
    is_done = serializers.BooleanField()
    assignee = serializers.CharField()
    trouble = KeptWords(help_text="Why it cannot be looked at; empty when it can.")
    looked_at = UtcTime(allow_null=True)


class IssuePage(PageOut):
    results = IssueOut(many=True)


class CallOut(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    kind = serializers.ChoiceField(CallKind.values)
    tracker = serializers.IntegerField(source="tracker_id")
    title = serializers.CharField()
    state = serializers.ChoiceField(CallState.values)
    trouble = KeptWords(source="last_error")
    created_at = UtcTime()


class TicketIssuesOut(serializers.Serializer):
    results = IssueOut(many=True)
    calls = CallOut(many=True, help_text="New issues and comments that are on their way or were given up.")


class LinkIssueIn(RequestBody):
    openapi_extra = {
        "additionalProperties": False,
        "anyOf": [{"required": ["address"]}, {"required": ["issue"]}],
    }

    address = Words(max_length=500, required=False, help_text="Of the issue, or app#12, APP-12.")
    issue = Id(required=False, help_text="The id of a known one.")

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if not values:
            raise ValidationError({"address": [_("Write an address here, or an id in issue.")]})
        return values


class NewIssue(RequestBody):
    tracker = Id()
    title = Words(max_length=250)
    body = Text(max_length=50_000, required=False)


class IssueDraftOut(serializers.Serializer):
    title = serializers.CharField()
    body = serializers.CharField()
    is_struck = serializers.BooleanField(help_text="Something that looks like personal data was struck out.")


class CommentIn(RequestBody):
    text = Words(max_length=50_000)


class AnswerIssueIn(RequestBody):
    html = Words(max_length=100_000, help_text="With placeholders, as macros have them.")
    solve = Flag(required=False, help_text="Solve each with its answer.")
