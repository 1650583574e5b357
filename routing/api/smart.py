"""Smart routing over the API: how right it is, on what it acts (for admins), and what people make of its proposals."""

from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Flag, Number, RequestBody, UtcTime
from helpdesk.api.schema import Operation
from helpdesk.nudge import nudge
from routing.models import SmartMeasurement
from routing.neighbours import SmartField
from routing.smart_actions import choices_now, newest_result, set_choice, start_measuring
from routing.tasks import measure_smart_routing
from tickets import actions
from tickets.access import ticket_for
from tickets.api.listing import shown
from tickets.api.output import TicketOut
from tickets.api.settings_view import SettingsView
from tickets.models import Tag, Ticket
from tickets.proposals import FIELDS, proposals_of


class BandOut(serializers.Serializer):
    start = serializers.FloatField(help_text="Proposals that were so sure, up to where the next band begins.")
    number = serializers.IntegerField(help_text="How many there were.")
    right = serializers.IntegerField()


class SmartFieldOut(serializers.Serializer):
    field = serializers.ChoiceField([field.value for field in SmartField])
    is_on = serializers.BooleanField(help_text="Whether it acts by itself; else it only proposes.")
    percent = serializers.IntegerField(help_text="How sure it must be to act.")
    tested = serializers.IntegerField(help_text="On how many tickets the figures stand.")
    right = serializers.IntegerField()
    baseline_right = serializers.IntegerField(help_text="Of always guessing the most usual one.")
    bands = BandOut(many=True)


class SmartRoutingOut(serializers.Serializer):
    measured_at = UtcTime(allow_null=True, help_text="Null: nothing was measured yet.")
    before = serializers.DateTimeField(allow_null=True, help_text="It was taught by what was solved before this.")
    tested = serializers.IntegerField(
        help_text="How many tickets the test took: 1,000, or a quarter of fewer than 4,000 solved."
    )
    trained = serializers.IntegerField(help_text="By how many solved before it was taught.")
    is_measuring = serializers.BooleanField()
    fields = SmartFieldOut(many=True)  # type: ignore[assignment]  # a field, taken away by the metaclass


class SmartFieldIn(RequestBody):
    is_on = Flag()
    percent = Number(minimum=50, maximum=99, required=False)


class SmartProposalOut(serializers.Serializer):
    field = serializers.ChoiceField(list(FIELDS))
    label = serializers.CharField(help_text="What is proposed, in words.")  # type: ignore[assignment]  # a field, taken away by the metaclass
    confidence = serializers.FloatField(help_text="How often as sure a proposal was right.")
    is_done = serializers.BooleanField(help_text="Smart routing did it by itself; it can be undone.")
    near = serializers.ListField(
        child=serializers.IntegerField(), help_text="Numbers of the alike tickets, of those you can see."
    )


class SmartProposalList(serializers.Serializer):
    results = SmartProposalOut(many=True)


class SmartRouting(SettingsView):
    operations = {"get": Operation("get_smart_routing", gives=SmartRoutingOut)}

    def get(self, request: ApiRequest) -> Response:
        """How right it would have been on the newest solved tickets, and on which fields it acts."""
        return _state()


class OneSmartField(SettingsView):
    operations = {"put": Operation("set_smart_routing", takes=SmartFieldIn, gives=SmartRoutingOut)}

    def put(self, request: ApiRequest, field: str) -> Response:
        """Let it act on `team`, `tags` or `priority` from so sure on, or only propose. A `level` is only ever proposed."""
        _known(field)
        words = self.taken(request)
        sure = {"threshold": words["percent"] / 100} if "percent" in words else {}
        set_choice(field, actor=request.user, is_on=words["is_on"], **sure)
        return _state()


class MeasureSmartRouting(SettingsView):
    operations = {"post": Operation("measure_smart_routing", gives=SmartRoutingOut)}

    def post(self, request: ApiRequest) -> Response:
        """Have it measured anew, by a worker; nothing while it is being measured."""
        start_measuring(actor=request.user)
        nudge(measure_smart_routing)
        return _state()


class Proposals(ApiView):
    staff_only = True
    operations = {"get": Operation("list_proposals", gives=SmartProposalList)}

    def get(self, request: ApiRequest, number: int) -> Response:
        """What smart routing proposes on the ticket, and what it did there."""
        ticket = ticket_for(request.user, number)
        found = proposals_of(ticket, set(ticket.tags.values_list("name", flat=True)))
        numbers = {near for proposal in found for near in proposal.near}
        visible = set(Ticket.objects.visible_to(request.user).filter(pk__in=numbers).values_list("pk", flat=True))
        results = [
            {
                "field": proposal.field,
                "label": proposal.label,
                "confidence": proposal.confidence,
                "is_done": proposal.is_done,
                "near": [near for near in proposal.near if near in visible],
            }
            for proposal in found
        ]
        return Response(SmartProposalList({"results": results}).data)


class AcceptProposal(ApiView):
    staff_only = True
    operations = {"post": Operation("accept_proposal", gives=TicketOut)}

    def post(self, request: ApiRequest, number: int, field: str) -> Response:
        """Do what is proposed; nothing where it is not proposed any more. A level: escalate instead."""
        ticket = ticket_for(request.user, number)
        actions.accept_proposal(ticket, actor=request.user, field=_known(field))
        return shown(ticket_for(request.user, number), request)


class DismissProposal(ApiView):
    staff_only = True
    operations = {"post": Operation("dismiss_proposal", gives=TicketOut)}

    def post(self, request: ApiRequest, number: int, field: str) -> Response:
        """Do not show it any more."""
        ticket = ticket_for(request.user, number)
        actions.dismiss_proposal(ticket, actor=request.user, field=_known(field))
        return shown(ticket_for(request.user, number), request)


class TakeBackProposal(ApiView):
    staff_only = True
    operations = {"post": Operation("take_back_proposal", gives=TicketOut)}

    def post(self, request: ApiRequest, number: int, field: str) -> Response:
        """Undo what smart routing did by itself; 409 where somebody has decided otherwise since."""
        ticket = ticket_for(request.user, number)
        actions.take_back_proposal(ticket, actor=request.user, field=_known(field))
        return shown(ticket_for(request.user, number), request)


def _known(field: str) -> str:
    """404 for what is no field of it."""
    if field not in FIELDS:
        raise Tag.DoesNotExist
    return field


def _state() -> Response:
    measured = newest_result()
    found = (
        measured.result
        if measured is not None and measured.result
        else {"before": None, "tested": 0, "trained": 0, "fields": {}}
    )
    nothing = {"number": 0, "right": 0, "baseline_right": 0, "bands": []}
    fields = []
    for choice in choices_now():
        seen = found["fields"].get(choice.field, nothing)
        figures = {name: seen[name] for name in ("right", "baseline_right", "bands")}
        percent = round(choice.threshold * 100)
        fields.append(
            {"field": choice.field, "is_on": choice.is_on, "percent": percent, "tested": seen["number"], **figures}
        )
    state = {
        "measured_at": measured.ended_at if measured is not None else None,
        "before": found["before"],
        "tested": found["tested"],
        "trained": found["trained"],
        "is_measuring": SmartMeasurement.objects.filter(ended_at=None).exists(),
        "fields": fields,
    }
    return Response(SmartRoutingOut(state).data)
