"""One act on many tickets: started, looked at while it runs, cancelled, undone."""

import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import ApiToken, Scope
from helpdesk.api.fields import Id, ListOf, Moment, Number, RequestBody, UtcTime, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.actions import cancel_bulk, start_bulk, undo_bulk
from tickets.api.input import tag_list
from tickets.api.references import macros_of, person_named, team_named, ticket_named
from tickets.api.words import PRIORITIES, STATUSES
from tickets.bulk.results import Result, result_of
from tickets.models import BulkAct
from tickets.models.bulk import MOST_TICKETS, BulkKind, BulkState, Outcome

# A problem's incidents are answered at the problem.
KINDS = {kind.value: kind for kind in BulkKind if kind not in (BulkKind.UNDO, BulkKind.INCIDENTS)}
_OUTCOMES = [*Outcome.values, ""]
_NEEDS_ADMIN = (BulkKind.DELETE, BulkKind.RESTORE)


class BulkActIn(RequestBody):
    """What each kind needs: assign `assignee`, team `team`, status `status`, priority `priority`, tag `add` or `remove`, snooze
    `until`, merge `into`, macro `macro`, escalate `to_level`, `reason`, `tried`, `asked`, perhaps `team`; the others nothing. A
    macro with words sends them to each customer."""

    kind = Word(KINDS)
    tickets = ListOf(Id(), max_length=MOST_TICKETS, help_text="Numbers, in the order in which they are done.")
    assignee = Id(required=False, allow_null=True, help_text="Null: nobody.")
    team = Id(required=False, allow_null=True, help_text="Null: no team's queue.")
    status = Word(STATUSES, required=False)
    priority = Word(PRIORITIES, required=False)
    add = tag_list()
    remove = tag_list()
    until = Moment(required=False, help_text="In the future, within a year.")
    into = Number(minimum=1, maximum=2**63 - 1, required=False, help_text="The ticket that survives.")
    macro = Id(required=False)
    to_level = Number(minimum=1, maximum=3, required=False)
    reason = Words(max_length=20_000, required=False)
    tried = Words(max_length=20_000, required=False, help_text="What was tried already.")
    asked = Words(max_length=20_000, required=False, help_text="What is asked of the next level.")


class BulkActOut(serializers.Serializer):
    id = serializers.IntegerField(source="act.pk")
    kind = serializers.ChoiceField(BulkKind.values, source="act.kind")
    state = serializers.ChoiceField(BulkState.values, source="act.state")
    text = serializers.CharField(help_text="What is done so far, as a sentence.")
    total = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField(help_text="Were so already.")
    refused = serializers.IntegerField(help_text="Refused or not found; `results` says why.")
    waiting = serializers.IntegerField(help_text="Whose turn has not come.")
    can_be_undone = serializers.BooleanField()
    undoes = serializers.IntegerField(
        source="act.undoes_id", allow_null=True, help_text="The act that this one undoes."
    )
    created_at = UtcTime(source="act.created_at")
    ended_at = UtcTime(source="act.ended_at", allow_null=True)


class StepOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="number")
    outcome = serializers.ChoiceField(_OUTCOMES, help_text="Empty while its turn has not come.")
    reason = serializers.CharField(help_text="Why not; of an undo also what it left alone.")


class StepPage(PageOut):
    results = StepOut(many=True)


class BulkActs(ApiView):
    staff_only = True
    operations = {"post": Operation("start_bulk_act", takes=BulkActIn, gives=BulkActOut, status=202)}

    def post(self, request: ApiRequest) -> Response:
        """Do one thing to up to 1,000 tickets. It is carried out by a worker, each ticket by the verb that one ticket has.

        Deleting and restoring need the scope `admin`. Send an `Idempotency-Key`, so that a repetition acts once.
        """
        words = self.taken(request)
        kind, numbers = words.pop("kind"), words.pop("tickets")
        _require_scope(request, kind)
        act = start_bulk(
            actor=request.user, kind=kind, numbers=numbers, arguments=_found(request, words), token=str(uuid.uuid4())
        )
        return _shown(result_of(act), 202, Location=reverse("api:bulk_act", args=[act.pk]))


class OneBulkAct(ApiView):
    staff_only = True
    operations = {"get": Operation("get_bulk_act", gives=BulkActOut)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """How far it is."""
        return _shown(result_of(_act(request, pk)))


class BulkResults(ApiView):
    staff_only = True
    operations = {"get": Operation("list_bulk_results", query=PageQuery, gives=StepPage)}

    def get(self, request: ApiRequest, pk: int) -> Response:
        """What became of each ticket, in the order in which they were chosen."""
        asked = self.asked(request)
        steps = _act(request, pk).steps.all()
        page = page_of(steps, sort=Sort("pk"), request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
        return paged(page, StepOut)


class CancelBulkAct(ApiView):
    staff_only = True
    operations = {"post": Operation("cancel_bulk_act", gives=BulkActOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Leave alone the tickets whose turn has not come; nothing happens when it is over."""
        cancel_bulk(_act(request, pk), actor=request.user)
        return _shown(result_of(_act(request, pk)))


class UndoBulkAct(ApiView):
    staff_only = True
    operations = {"post": Operation("undo_bulk_act", gives=BulkActOut, status=202)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Put back what it changed, as far as nobody touched it meanwhile; answers with the act that does so."""
        act = _act(request, pk)
        _require_scope(request, BulkKind(act.kind))
        undo = undo_bulk(act, actor=request.user)
        return _shown(result_of(undo), 202, Location=reverse("api:bulk_act", args=[undo.pk]))


def _act(request: ApiRequest, pk: int) -> BulkAct:
    """One's own."""
    return BulkAct.objects.select_related("actor", "undone_by").get(actor=request.user, pk=pk)


def _found(request: ApiRequest, words: dict[str, Any]) -> dict[str, Any]:
    """People, teams, tickets and macros instead of their ids."""
    if "assignee" in words:
        words["assignee"] = person_named("assignee", words["assignee"])
    if "team" in words:
        words["team"] = team_named("team", words["team"])
    if "into" in words:
        words["into"] = ticket_named("into", words["into"], request.user)
    if "macro" in words:
        (words["macro"],) = macros_of(request.user, [words["macro"]])
    return words


def _require_scope(request: ApiRequest, kind: BulkKind) -> None:
    if kind in _NEEDS_ADMIN and isinstance(request.auth, ApiToken) and Scope.ADMIN not in request.auth.scopes:
        raise PermissionDenied(_("This token may not do that: it lacks the scope admin."))


def _shown(result: Result, status: int = 200, **headers: str) -> Response:
    return Response(BulkActOut(result).data, status, headers=headers)
