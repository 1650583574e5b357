"""Handing tickets on, over the API: where one would go and why, how long levels held it, the reasons and the levels' guides."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from accounts.models import Scope
from helpdesk import clock
from helpdesk.api.fields import Flag, Number, QueryString, RequestBody, Text, UtcTime, Words
from helpdesk.api.schema import Operation
from tickets.access import ticket_for
from tickets.actions.escalation_reasons import (
    LONGEST_GUIDE,
    add_escalation_reason,
    change_escalation_reason,
    set_level_guide,
)
from tickets.actions.judging import judge_escalation
from tickets.api.output import NamedRef, PersonRef
from tickets.guides import guides_of
from tickets.handing_on import drafted_words
from tickets.levels import held_seconds, moves_on, ping_pongs, stays_of
from tickets.models import EscalationReason, Level, LevelGuide
from tickets.proposing import proposals_for


class ProposalQuery(QueryString):
    level = Number(minimum=1, maximum=3, required=False, help_text="Only this one; else all above the ticket's.")


class ProposalOut(serializers.Serializer):
    level = serializers.IntegerField()
    team = NamedRef()
    person = PersonRef(allow_null=True, help_text="Who of the team knows most of it; nobody is assigned.")
    reasons = serializers.ListField(child=serializers.CharField())
    waiting = serializers.IntegerField(help_text="Tickets of that level in its queue that nobody has.")


class DraftedOut(serializers.Serializer):
    tried = serializers.CharField(help_text="What the ticket shows to have been tried; to be edited.")
    asked = serializers.CharField()


class ProposalList(serializers.Serializer):
    results = ProposalOut(many=True)
    drafted = DraftedOut()


class EscalationProposals(ApiView):
    staff_only = True
    operations = {"get": Operation("list_escalation_proposals", query=ProposalQuery, gives=ProposalList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """To which team the ticket can go up and why: of each level the proposed one first. With drafted words."""
        level = self.asked(request).get("level")
        ticket = ticket_for(request.user, number)
        levels = [one for one in Level if one > ticket.level] if level is None else [Level(level)]
        context = {"person": request.user}
        rows = ProposalOut(proposals_for(ticket, levels, actor=request.user), many=True, context=context).data
        return Response({"results": rows, "drafted": DraftedOut(drafted_words(ticket)).data})


class JudgedOut(serializers.Serializer):
    is_avoidable = serializers.BooleanField(help_text="Level 1 should have solved it, a lead said.")


class AvoidableEscalation(ApiView):
    staff_only = True
    operations = {
        "put": Operation("mark_escalation_avoidable", gives=JudgedOut),
        "delete": Operation("unmark_escalation_avoidable", gives=JudgedOut),
    }

    def put(self, request: ApiRequest, number: int) -> Response:
        """Say that level 1 should have solved this escalated ticket; for leads and managers."""
        return self._judged(request, number, is_avoidable=True)

    def delete(self, request: ApiRequest, number: int) -> Response:
        """Take that back."""
        return self._judged(request, number, is_avoidable=False)

    def _judged(self, request: ApiRequest, number: int, *, is_avoidable: bool) -> Response:
        ticket = ticket_for(request.user, number)
        judge_escalation(ticket, actor=request.user, is_avoidable=is_avoidable)
        return Response({"is_avoidable": is_avoidable})


class StayOut(serializers.Serializer):
    level = serializers.IntegerField()
    since = UtcTime()
    until = UtcTime(allow_null=True)
    seconds = serializers.IntegerField()


class StayList(serializers.Serializer):
    results = StayOut(many=True)
    held_seconds = serializers.DictField(child=serializers.IntegerField(), help_text="By level: all its stays.")
    ping_pongs = serializers.IntegerField(help_text="How often the ticket turned around between levels.")


class LevelStays(ApiView):
    staff_only = True
    operations = {"get": Operation("list_level_stays", gives=StayList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """How long each level held the ticket: from when it came there, not from when somebody accepted it."""
        moves, now = moves_on(ticket_for(request.user, number)), clock.now()
        stays = stays_of(moves)
        rows = [
            {"level": stay.level, "since": stay.since, "until": stay.until, "seconds": stay.seconds(now)}
            for stay in stays
        ]
        held = {str(level): seconds for level, seconds in held_seconds(stays, now).items()}
        results = StayOut(rows, many=True).data
        return Response({"results": results, "held_seconds": held, "ping_pongs": ping_pongs(moves)})


class ReasonOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    position = serializers.IntegerField()
    is_active = serializers.BooleanField()


class ReasonList(serializers.Serializer):
    results = ReasonOut(many=True)


class NewReason(RequestBody):
    name = Words(max_length=100)


class ReasonChange(RequestBody):
    name = Words(max_length=100, required=False)
    position = Number(minimum=0, maximum=1_000, required=False, help_text="The lowest comes first.")
    is_active = Flag(required=False, help_text="Whether it is offered.")


class EscalationReasons(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("list_escalation_reasons", gives=ReasonList),
        "post": Operation("add_escalation_reason", takes=NewReason, gives=ReasonOut, status=201),
    }

    def get(self, request: ApiRequest) -> Response:
        """Why tickets go up, in the order in which it is offered; also what is offered no more."""
        return Response({"results": ReasonOut(EscalationReason.objects.all(), many=True).data})

    def post(self, request: ApiRequest) -> Response:
        """Add a reason at the end. Admins."""
        reason = add_escalation_reason(actor=request.user, **self.taken(request))
        location = reverse("api:escalation_reason", args=[reason.pk])
        return Response(ReasonOut(reason).data, 201, headers={"Location": location})


class OneEscalationReason(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_escalation_reason", gives=ReasonOut),
        "patch": Operation("change_escalation_reason", takes=ReasonChange, gives=ReasonOut),
    }

    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(ReasonOut(EscalationReason.objects.get(pk=pk)).data)

    def patch(self, request: ApiRequest, pk: int) -> Response:
        """Change a reason; fields left out stay, and so do the words of escalations that had it. Admins."""
        reason = EscalationReason.objects.get(pk=pk)
        return Response(ReasonOut(change_escalation_reason(reason, actor=request.user, **self.taken(request))).data)


class GuideOut(serializers.Serializer):
    level = serializers.IntegerField()
    criteria = serializers.CharField(help_text="Markdown: what belongs to this level.")
    procedure = serializers.CharField(help_text="Markdown: how people of this level go about it.")
    criteria_html = serializers.CharField(help_text="The same as it is shown.")
    procedure_html = serializers.CharField()
    changed_at = UtcTime(allow_null=True, help_text="Null: nothing was written yet.")


class GuideList(serializers.Serializer):
    results = GuideOut(many=True)


class GuideChange(RequestBody):
    criteria = Text(max_length=LONGEST_GUIDE, required=False)
    procedure = Text(max_length=LONGEST_GUIDE, required=False)


class LevelGuides(ApiView):
    staff_only = True
    operations = {"get": Operation("list_level_guides", gives=GuideList)}

    def get(self, request: ApiRequest) -> Response:
        """Of every level what belongs there, and how it is done."""
        return Response({"results": GuideOut(_guides(list(Level)), many=True).data})


class OneLevelGuide(ApiView):
    staff_only = True
    write_scope = Scope.ADMIN
    operations = {
        "get": Operation("get_level_guide", gives=GuideOut),
        "patch": Operation("set_level_guide", takes=GuideChange, gives=GuideOut),
    }

    def get(self, request: ApiRequest, level: int) -> Response:
        return Response(GuideOut(_guides([_level(level)])[0]).data)

    def patch(self, request: ApiRequest, level: int) -> Response:
        """Write what belongs to the level and how it is done; what is left out stays. Admins."""
        set_level_guide(_level(level), actor=request.user, **self.taken(request))
        return Response(GuideOut(_guides([_level(level)])[0]).data)


def _level(level: int) -> Level:
    if level not in Level.values:
        raise Http404
    return Level(level)


def _guides(levels: list[Level]) -> list[dict[str, Any]]:
    shown = guides_of(levels)
    rows = {row.level: row for row in LevelGuide.objects.filter(level__in=levels)}
    return [
        {
            "level": int(level),
            "criteria": rows[level].criteria if level in rows else "",
            "procedure": rows[level].procedure if level in rows else "",
            "criteria_html": shown[level].criteria,
            "procedure_html": shown[level].procedure,
            "changed_at": rows[level].changed_at if level in rows else None,
        }
        for level in levels
    ]
