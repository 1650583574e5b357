"""Trackers over the API: read by people of ours, kept by admins."""

from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import BY_ID, paged
from accounts.models import Scope
from helpdesk.api.pagination import PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from integrations import keeping
from integrations.actions import ask_soon
from integrations.api import shapes
from integrations.models import Tracker
from integrations.naming import issues_like


class Trackers(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_trackers", query=PageQuery, gives=shapes.TrackerPage),
        "post": Operation("add_tracker", takes=shapes.NewTracker, gives=shapes.TrackerOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Projects whose issues tickets are linked to."""
        asked = self.asked(request)
        rows = Tracker.objects.all()
        page = page_of(rows, sort=BY_ID, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, shapes.TrackerOut)

    def post(self, request: ApiRequest) -> Response:
        """Add one; a worker tests its connection. For admins."""
        words = {"base": "", **self.taken(request)}
        return Response(shapes.TrackerOut(keeping.add_tracker(actor=request.user, **words)).data, 201)


class OneTracker(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_tracker", gives=shapes.TrackerOut),
        "patch": Operation("change_tracker", takes=shapes.TrackerChange, gives=shapes.TrackerOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        """One of them, and how its connection is."""
        return Response(shapes.TrackerOut(Tracker.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change what is named; archive it or use it again. For admins."""
        words = self.taken(request)
        archiving = words.pop("is_archived", None)
        tracker = Tracker.objects.get(pk=pk)
        tracker = keeping.change_tracker(tracker, actor=request.user, **words)
        if archiving is not None:
            (keeping.archive_tracker if archiving else keeping.restore_tracker)(tracker, actor=request.user)
        return Response(shapes.TrackerOut(Tracker.objects.get(pk=pk)).data)


class CheckTracker(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {"post": Operation("check_tracker", gives=shapes.TrackerOut, status=202)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Let a worker test the connection; `trouble` says what came of it, once `asked_at` has moved. For admins."""
        tracker = Tracker.objects.get(pk=pk)
        keeping.test_connection(tracker, actor=request.user)
        ask_soon(tracker)
        return Response(shapes.TrackerOut(Tracker.objects.get(pk=pk)).data, 202)


class Issues(ApiView):
    staff_only = True
    operations = {"get": Operation("list_issues", query=shapes.IssueQuery, gives=shapes.IssuePage)}

    def get(self, request: ApiRequest) -> Response:
        """Known issues of all trackers in use, newest first."""
        asked = self.asked(request)
        rows = issues_like(asked.get("q", "")).order_by()
        sort = Sort("pk", descending=True)
        page = page_of(rows, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, shapes.IssueOut)
