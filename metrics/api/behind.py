"""The very rows that a figure was counted from, or a part of a picture of it."""

from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.response import Response

from accounts.api.base import ApiRequest, ApiView
from helpdesk.api.fields import Number, StrictField, Text, UtcTime, Word
from helpdesk.api.schema import Operation
from metrics.api.asking import Day, MetricsQuery, inquiry
from metrics.behind import Behind
from metrics.computing import AGE_NAMES
from metrics.cuts import CUTS, NOBODYS, SPANS, cuts_given
from metrics.further import MOST_TURNS
from metrics.keeping import keep_few_stale
from metrics.lists import metric_called
from sla.terms import Target

_LEVEL = "[0-3]"


def _cuts() -> dict[str, StrictField]:
    weekday, step = {"minimum": 0, "maximum": 6}, f"{_LEVEL}-{_LEVEL}"
    made: dict[str, StrictField] = {
        "step": Day(required=False),
        "weekday": Number(**weekday, required=False),
        "hour": Number(minimum=0, maximum=23, required=False),
        "asked_on": Number(**weekday, required=False),
        "span": Number(minimum=0, maximum=len(SPANS) - 1, required=False),
        "age": Word({key: key for key in AGE_NAMES}, required=False),
        "score": Number(minimum=0, maximum=10, required=False),
        "move": Text(max_length=3, pattern=f"^{step}$", required=False),
        "flow": Text(max_length=5, pattern=f"^([01]-{step}|[012]-{_LEVEL})$", required=False),
        "times": Number(minimum=1, maximum=MOST_TURNS, required=False),
        "none": Word({key: key for key in NOBODYS}, required=False),
    }
    for name, field in made.items():
        field.help_text = CUTS[name].about
    return made


class RowsQuery(MetricsQuery):
    which = Word({"yes": True, "no": False}, required=False, help_text="Of shares: those that have it, or have not.")
    target = Word({target.value: target.value for target in Target}, required=False, help_text="Of sla_attainment.")
    sort = Word({"newest": "newest", "longest": "longest"}, required=False, help_text="Of times; newest when left out.")
    after = Text(max_length=200, required=False, help_text="`next` of the page before.")

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **_cuts()}


class RowOut(serializers.Serializer):
    ticket = serializers.IntegerField(source="number")
    subject = serializers.SerializerMethodField(help_text="Null where you do not see the ticket any more.")
    at = UtcTime(help_text="By what it belongs to the period.")
    seconds = serializers.IntegerField(
        source="value", allow_null=True, help_text="Of times, and how late a promise was."
    )
    counts = serializers.BooleanField(source="has", allow_null=True, help_text="Of shares: whether it has it.")
    target = serializers.CharField(help_text="Of promises.")
    score = serializers.IntegerField(allow_null=True, help_text="Of ratings.")

    def get_subject(self, line: object) -> str | None:
        ticket = getattr(line, "ticket", None)
        return ticket.subject if ticket is not None else None


class RowPage(serializers.Serializer):
    count = serializers.IntegerField(help_text="What the figure was counted from.")
    tickets = serializers.IntegerField(help_text="On how many tickets.")
    next = serializers.CharField(help_text="Empty on the last page.")
    results = RowOut(many=True)


class RowsBehind(ApiView):
    staff_only = True
    operations: ClassVar = {"get": Operation("list_rows_of_figure", gives=RowPage, query=RowsQuery)}

    def get(self, request: ApiRequest, key: str) -> Response:
        """The rows behind a figure: as many as it was counted from.

        Of `solved`, `opened`, `level_moves` and `level_holds`, too, which stand in pictures. What cuts them further (`weekday`,
        `span` …) is what a bar, a point or a cell of a picture shows.
        """
        metric = metric_called(key)
        if metric is None:
            raise Http404
        if metric.rows is None:
            raise NotFound(
                _(
                    "This figure is not counted from tickets. What it is counted from is listed at "
                    "/metrics/self-service/sessions/ and /metrics/self-service/searches/."
                )
            )
        given = self.asked(request)
        asked, _team = inquiry(given, request.user)
        keep_few_stale()
        target = given.get("target", "") if key == "sla_attainment" else ""
        behind = Behind(metric, asked, given.get("which"), target, cuts=_cuts_of(given, key))
        longest = behind.has_sizes and given.get("sort") == "longest"
        lines, following = behind.page(request.user, longest=longest, after=given.get("after", ""))
        answer = {"count": behind.count(), "tickets": behind.count_tickets(), "next": following, "results": lines}
        return Response(RowPage(answer).data)


def _cuts_of(given: dict[str, Any], key: str) -> dict[str, Any]:
    wanted = {name: str(given[name]) for name in CUTS if name in given}
    found = cuts_given(wanted, key)
    if foreign := [name for name in wanted if name not in found]:
        raise ValidationError({name: [_("This figure cannot be narrowed so.")] for name in foreign})
    return found
