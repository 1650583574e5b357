"""Known issues over the API: everybody reads what the page shows, our own people all of them; leads publish and update."""

from typing import ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.permissions import Permission
from helpdesk.api.fields import Flag, Id, RequestBody, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from status.actions import LONGEST_TEXT, LONGEST_TITLE, publish_issue, update_issue
from status.models import IssueState, IssueUpdate, KnownIssue
from status.queries import issues_for
from tickets.access import require, ticket_for
from tickets.errors import Invalid
from tickets.models import Ticket

_STATES = {state.value: state.value for state in IssueState}
_UNDER_WAY = {name: value for name, value in _STATES.items() if name != IssueState.RESOLVED}
_NEWEST = Sort("pk", descending=True)


class KnownIssueOut(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    affected = serializers.CharField()
    state = serializers.ChoiceField(list(_STATES))
    problem = serializers.SerializerMethodField(help_text="Null for customers.")
    started_at = UtcTime()
    updated_at = UtcTime()
    resolved_at = UtcTime(allow_null=True)

    def get_problem(self, issue: KnownIssue) -> int | None:
        return issue.problem_id if self.context["is_ours"] else None


class KnownIssueUpdateOut(serializers.Serializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(list(_STATES))
    text = serializers.CharField()
    author = serializers.SerializerMethodField(help_text="Null for customers.")
    at = UtcTime()

    def get_author(self, update: IssueUpdate) -> int | None:
        return update.author_id if self.context["is_ours"] else None


class KnownIssueWhole(KnownIssueOut):
    updates = KnownIssueUpdateOut(many=True, help_text="The newest first.")


class KnownIssuePage(PageOut):
    results = KnownIssueOut(many=True)


class KnownIssueIn(RequestBody):
    title = Words(max_length=LONGEST_TITLE)
    affected = Words(max_length=LONGEST_TITLE, help_text="The part of the product, in customers' words.")
    text = Words(max_length=LONGEST_TEXT)
    state = Word(_UNDER_WAY, required=False, default="investigating")
    problem = Id(required=False, help_text="The number of a ticket of the kind problem.")


class KnownIssueUpdateIn(RequestBody):
    state = Word(_STATES)
    text = Words(max_length=LONGEST_TEXT)
    tell_incidents = Flag(required=False, default=False, help_text="Also answer the incidents of its problem with it.")


class KnownIssues(ApiView):
    operations: ClassVar = {
        "get": Operation("list_known_issues", gives=KnownIssuePage, query=PageQuery),
        "post": Operation("publish_known_issue", takes=KnownIssueIn, gives=KnownIssueWhole, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """What customers are told that does not work, the newest first; customers get no more than the page shows."""
        asked = self.asked(request)
        page = page_of(
            issues_for(request.user),
            sort=_NEWEST,
            request=request,
            limit=asked["limit"],
            cursor=asked.get("cursor", ""),
        )
        return paged(page, KnownIssueOut, is_ours=request.user.is_staff)

    def post(self, request: ApiRequest) -> Response:
        """Customers read it at once."""
        require(request.user, Permission.ANNOUNCE)
        words = self.taken(request)
        problem = _problem(request, words.pop("problem")) if "problem" in words else None
        issue = publish_issue(actor=request.user, problem=problem, **words)
        return _shown(request, issue.pk, status=201)


class OneKnownIssue(ApiView):
    operations: ClassVar = {"get": Operation("get_known_issue", gives=KnownIssueWhole)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """With all that was said of it."""
        return _shown(request, pk)


class KnownIssueUpdates(ApiView):
    staff_only = True
    operations: ClassVar = {"post": Operation("update_known_issue", takes=KnownIssueUpdateIn, gives=KnownIssueWhole)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Say how it goes on: on the pages, by mail to who subscribed and, if asked for, on the linked tickets."""
        update_issue(issue_of(request, pk), actor=request.user, **self.taken(request))
        return _shown(request, pk)


def issue_of(request: ApiRequest, pk: int) -> KnownIssue:
    """One that they may read. Raises Http404."""
    issue = issues_for(request.user).prefetch_related("updates").select_related("problem").filter(pk=pk).first()
    if issue is None:
        raise Http404
    return issue


def _shown(request: ApiRequest, pk: int, status: int = 200) -> Response:
    whole = KnownIssueWhole(issue_of(request, pk), context={"is_ours": request.user.is_staff})
    return Response(whole.data, status=status)


def _problem(request: ApiRequest, number: int) -> Ticket:
    try:
        return ticket_for(request.user, number)
    except Ticket.DoesNotExist:
        raise Invalid(_("There is no ticket of this number.")) from None
