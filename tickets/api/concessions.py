"""Concessions over the API: on a ticket, in the queue of those who decide, and the limits."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.api.views import paged
from accounts.models import Role, Scope
from accounts.permissions import Permission
from helpdesk.api.fields import Id, Moment, RequestBody, Text, UtcTime, Uuid, Word, Words
from helpdesk.api.pagination import PageOut, PageQuery, Sort, page_of
from helpdesk.api.schema import Operation
from tickets.access import require, ticket_for
from tickets.actions import (
    approve_concession,
    decline_concession,
    grant_concession,
    reopen_concession,
    set_concession_limit,
    withdraw_concession,
)
from tickets.actions.concessions import LONGEST
from tickets.api.output import PersonRef
from tickets.currencies import CURRENCIES, plain_amount
from tickets.models import Concession, ConcessionLimit
from tickets.models.concession import LIMITED_ROLES, ConcessionKind, ConcessionQuerySet, ConcessionState

KINDS = {kind.value: kind for kind in ConcessionKind}
STATES = {state.value: state for state in ConcessionState}
ROLES: dict[str, Role] = {role.value: role for role in LIMITED_ROLES}
_CODES = {code: code for code in sorted(CURRENCIES)}
_AMOUNT = r"^[0-9]{1,9}(\.[0-9]{1,3})?$"


def amount_field(**kwargs: Any) -> Text:
    return Text(max_length=13, pattern=_AMOUNT, help_text='A string such as "12.50": money is no float.', **kwargs)


class ConcessionOut(serializers.Serializer):
    id = serializers.IntegerField()
    ticket = serializers.IntegerField(source="ticket_id")
    kind = serializers.ChoiceField(list(KINDS))
    amount = serializers.SerializerMethodField()
    currency = serializers.CharField(help_text="ISO 4217; empty without an amount.")
    reason = serializers.CharField()
    state = serializers.ChoiceField(list(STATES))
    asked_by = PersonRef()
    asked_at = UtcTime()
    decided_by = PersonRef(allow_null=True, help_text="Who asked, where it was within their limit.")
    decided_at = UtcTime(allow_null=True)
    decision = serializers.CharField(help_text="Why it was declined, or what the approver added.")

    def get_amount(self, concession: Concession) -> str | None:
        return plain_amount(concession.amount, concession.currency) if concession.amount is not None else None


class ConcessionPage(PageOut):
    results = ConcessionOut(many=True)


class LimitOut(serializers.Serializer):
    role = serializers.ChoiceField(list(ROLES))
    currency = serializers.CharField()
    most = serializers.SerializerMethodField()

    def get_most(self, limit: ConcessionLimit) -> str:
        return plain_amount(limit.most, limit.currency)


class LimitList(serializers.Serializer):
    results = LimitOut(many=True)


class ConcessionQuery(PageQuery):
    state = Word(STATES, required=False)
    ticket = Id(required=False)
    asked_by = Id(required=False)
    asked_after = Moment(required=False)
    asked_before = Moment(required=False)


class NewConcession(RequestBody):
    kind = Word(KINDS)
    amount = amount_field(required=False, allow_null=True)
    currency = Word(_CODES, required=False)
    reason = Words(max_length=LONGEST)
    key = Uuid(required=False, help_text="Of your own: who grants twice with one key grants once.")


class ApprovalIn(RequestBody):
    words = Text(max_length=LONGEST, required=False)


class ReopenIn(RequestBody):
    words = Text(max_length=LONGEST, required=False, help_text="Why; needed for a correction.")


class RefusalIn(RequestBody):
    words = Words(max_length=LONGEST, help_text="Why not.")


class LimitIn(RequestBody):
    role = Word(ROLES)
    currency = Word(_CODES)
    most = amount_field(allow_null=True)


class TicketConcessions(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_ticket_concessions", query=PageQuery, gives=ConcessionPage),
        "post": Operation("grant_concession", takes=NewConcession, gives=ConcessionOut, status=201),
    }

    def get(self, request: ApiRequest, number: int) -> Response:
        """What was granted and asked for on this ticket."""
        asked = self.asked(request)
        return _paged(_related(Concession.objects.filter(ticket=ticket_for(request.user, number))), request, asked)

    def post(self, request: ApiRequest, number: int) -> Response:
        """Grant it at once within your limit, else ask for approval: `state` tells."""
        words = self.taken(request)
        ticket = ticket_for(request.user, number)
        written = words.pop("amount", None)
        amount = Decimal(written) if written is not None else None
        granted = grant_concession(ticket, actor=request.user, amount=amount, **words)
        found = _related(Concession.objects.visible_to(request.user))
        concession = found.get(pk=granted.pk) if granted is not None else found.get(key=words["key"], ticket=ticket)
        return Response(ConcessionOut(concession, context={"person": request.user}).data, 201)


class Concessions(ApiView):
    staff_only = True
    operations = {"get": Operation("list_concessions", query=ConcessionQuery, gives=ConcessionPage)}

    def get(self, request: ApiRequest) -> Response:
        """Of all tickets that you see. For leads, managers and admins."""
        require(request.user, Permission.DECIDE_CONCESSIONS)
        asked = self.asked(request)
        found = _related(Concession.objects.visible_to(request.user))
        for name, lookup in (
            ("state", "state"),
            ("ticket", "ticket"),
            ("asked_by", "asked_by"),
            ("asked_after", "asked_at__gte"),
            ("asked_before", "asked_at__lt"),
        ):
            if name in asked:
                found = found.filter(**{lookup: asked[name]})
        return _paged(found, request, asked)


class Approve(ApiView):
    staff_only = True
    operations = {"post": Operation("approve_concession", takes=ApprovalIn, gives=ConcessionOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Approve what waits, within your own limit; nobody approves what they asked for."""
        words = self.taken(request)
        approve_concession(_concession(request, pk), actor=request.user, words=words.get("words", ""))
        return _shown(request, pk)


class Decline(ApiView):
    staff_only = True
    operations = {"post": Operation("decline_concession", takes=RefusalIn, gives=ConcessionOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Decline what waits, saying why."""
        words = self.taken(request)
        decline_concession(_concession(request, pk), actor=request.user, words=words["words"])
        return _shown(request, pk)


class Reopen(ApiView):
    staff_only = True
    operations = {"post": Operation("reopen_concession", takes=ReopenIn, gives=ConcessionOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take a decision back: at once by who made it, later as a correction that says why."""
        words = self.taken(request)
        reopen_concession(_concession(request, pk), actor=request.user, words=words.get("words", ""))
        return _shown(request, pk)


class Withdraw(ApiView):
    staff_only = True
    operations = {"post": Operation("withdraw_concession", gives=ConcessionOut)}

    def post(self, request: ApiRequest, pk: int) -> Response:
        """Take back what you asked for, while it waits."""
        withdraw_concession(_concession(request, pk), actor=request.user)
        return _shown(request, pk)


class Limits(ApiView):
    staff_only = True
    operations = {
        "get": Operation("list_concession_limits", gives=LimitList),
        "put": Operation("set_concession_limit", takes=LimitIn, gives=LimitList, scope=Scope.ADMIN),
    }

    def get(self, request: ApiRequest) -> Response:
        """Up to how much each role grants by itself on one ticket within a day; none without a row, admins all."""
        return Response(LimitList({"results": ConcessionLimit.objects.all()}).data)

    def put(self, request: ApiRequest) -> Response:
        """Set one limit, or take it away with `most` null. For admins."""
        words = self.taken(request)
        written = words.pop("most")
        set_concession_limit(actor=request.user, most=Decimal(written) if written is not None else None, **words)
        return self.get(request)


def _related(concessions: ConcessionQuerySet) -> ConcessionQuerySet:
    return concessions.select_related("asked_by", "decided_by")


def _concession(request: ApiRequest, pk: int) -> Concession:
    return Concession.objects.visible_to(request.user).select_related("ticket").get(pk=pk)


def _shown(request: ApiRequest, pk: int) -> Response:
    concession = _related(Concession.objects.visible_to(request.user)).get(pk=pk)
    return Response(ConcessionOut(concession, context={"person": request.user}).data)


def _paged(concessions: ConcessionQuerySet, request: ApiRequest, asked: dict[str, Any]) -> Response:
    sort = Sort("asked_at", descending=True)
    page = page_of(concessions, sort=sort, request=request, limit=asked["limit"], cursor=asked.get("cursor", ""))
    return paged(page, ConcessionOut, person=request.user)
