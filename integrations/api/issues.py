"""A ticket's issues over the API."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.problems import UnknownReference
from helpdesk.api.schema import Operation
from integrations import actions
from integrations.api import shapes
from integrations.drafting import draft_for
from integrations.models import Issue, Tracker
from integrations.naming import named
from integrations.queries import is_about, issues_of, tickets_of
from tickets.access import ticket_for
from tickets.api.bulk import BulkActOut
from tickets.bulk.results import result_of
from tickets.content import Body
from tickets.models import Ticket


class TicketIssues(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_ticket_issues", gives=shapes.TicketIssuesOut),
        "post": Operation("link_issue", takes=shapes.LinkIssueIn, gives=shapes.TicketIssuesOut),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """Issues that the ticket is about, and what is on its way to a tracker."""
        return _shown(ticket_for(request.user, number))

    def post(self, request: ApiRequest, number: int) -> Response:
        """Link an issue; a worker looks up what it is."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        tracker, key = _meant(words)
        actions.link_issue(ticket, actor=request.user, tracker=tracker, key=key)
        return _shown(ticket)


class OneTicketIssue(ApiView):
    staff_only = True
    operations = {"delete": Operation("unlink_issue", status=204)}

    def delete(self, request: ApiRequest, number: int, issue: int) -> Response:
        """Take the link back; the issue stays as it is."""
        ticket = ticket_for(request.user, number)
        actions.unlink_issue(ticket, actor=request.user, issue=_linked(ticket, issue))
        return Response(status=204)


class DraftIssue(ApiView):
    staff_only = True
    operations = {"get": Operation("draft_issue", gives=shapes.IssueDraftOut)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """A new issue as the desk offers it: from the hand-over, personal data struck out."""
        return Response(shapes.IssueDraftOut(draft_for(ticket_for(request.user, number))).data)


class CreateIssue(ApiView):
    staff_only = True
    operations = {"post": Operation("create_issue", takes=shapes.NewIssue, gives=shapes.TicketIssuesOut, status=202)}

    def post(self, request: ApiRequest, number: int) -> Response:
        """Let a worker create an issue, which is linked once it is there."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        tracker = Tracker.objects.filter(pk=words["tracker"]).first()
        if tracker is None:
            raise UnknownReference("tracker", _("There is no such tracker."))
        title, body = words["title"], words.get("body", "")
        actions.create_issue(ticket, actor=request.user, tracker=tracker, title=title, body=body)
        return _shown(ticket, 202)


class IssueComments(ApiView):
    staff_only = True
    operations = {
        "post": Operation("comment_on_issue", takes=shapes.CommentIn, gives=shapes.TicketIssuesOut, status=202)
    }

    def post(self, request: ApiRequest, number: int, issue: int) -> Response:
        """Write a note for engineering, which a worker sends to the issue as a comment."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        body = Body.from_text(words["text"])
        actions.comment_on_issue(ticket, actor=request.user, issue=_linked(ticket, issue), body=body)
        return _shown(ticket, 202)


class RetryCall(ApiView):
    staff_only = True
    operations = {"post": Operation("retry_tracker_call", gives=shapes.TicketIssuesOut)}

    def post(self, request: ApiRequest, number: int, pk: int) -> Response:
        """Send what was given up once more."""
        ticket = ticket_for(request.user, number)
        actions.retry_call(ticket.tracker_calls.get(pk=pk), actor=request.user)
        return _shown(ticket)


class AnswerIssue(ApiView):
    staff_only = True
    operations = {"post": Operation("answer_issue_tickets", takes=shapes.AnswerIssueIn, gives=BulkActOut, status=202)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Reply to the customers of all unfinished tickets about this issue, incidents of its problems among them."""
        words = self.taken(request)
        issue = Issue.objects.select_related("tracker").get(pk=pk)
        if not is_about(issue, request.user):
            raise Issue.DoesNotExist
        act = actions.answer_issue(
            issue,
            actor=request.user,
            html=words["html"],
            seen=dict(tickets_of(issue, request.user).values_list("pk", "conversation_seq")),
            token=str(uuid.uuid4()),
            solving=words.get("solve", False),
        )
        location = reverse("api:bulk_act", args=[act.pk])
        return Response(BulkActOut(result_of(act)).data, 202, headers={"Location": location})


def _shown(ticket: Ticket, status: int = 200) -> Response:
    found = issues_of(ticket)
    rows = {"results": [link.issue for link in found.links], "calls": found.calls}
    return Response(shapes.TicketIssuesOut(rows).data, status)


def _linked(ticket: Ticket, issue: int) -> Issue:
    return ticket.issue_links.select_related("issue__tracker").get(issue=issue).issue


def _meant(words: dict[str, Any]) -> tuple[Tracker, str]:
    """Raises UnknownReference where nothing of ours is meant."""
    if "issue" in words:
        issue = Issue.objects.select_related("tracker").filter(pk=words["issue"]).first()
        if issue is None:
            raise UnknownReference("issue", _("There is no such issue."))
        return issue.tracker, issue.key
    found = named(str(words["address"]))
    if found is None:
        raise UnknownReference("address", _("No tracker in use has this issue."))
    return found
