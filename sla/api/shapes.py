"""How calendars and policies look over the API."""

from typing import Any

from django.utils import timezone
from rest_framework import serializers

from accounts.api.naming import Named
from helpdesk.api.fields import Flag, Id, ListOf, Number, QueryString, RequestBody, Text, UtcTime, Words
from helpdesk.api.structures import Structure
from sla.book import BOOK
from sla.days_off import changes_at
from sla.models import Recomputation

HOURS_HELP = (
    '{"time_zone": "Europe/Berlin", "weekly": {"mon": [["09:00", "12:30"], ["13:30", "18:00"]]}, "holidays": '
    '["2026-12-31"], "holiday_region": "DE-BY"}; days left out are closed.'
)


class ArchiveQuery(QueryString):
    archived = Flag(required=False, default=False)


class CalendarOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField(source="current.number")
    hours = serializers.DictField(source="current.hours", help_text=HOURS_HELP)
    day_names = serializers.DictField(source="current.day_names", help_text="Own day → what it is.")
    is_default = serializers.BooleanField()
    is_open = serializers.BooleanField(help_text="Now.")
    changes_at = UtcTime(allow_null=True, help_text="When it opens or closes next; null: not within a year.")
    archived_at = UtcTime(allow_null=True)

    def to_representation(self, calendar: Any) -> dict[str, Any]:
        calendar.is_open, calendar.changes_at = changes_at(BOOK.schedule(calendar.current_id), timezone.now())
        return super().to_representation(calendar)


class ArchivedCalendarOut(CalendarOut, Named):
    sort = "calendar"


class DaysOffQuery(QueryString):
    year = Number(minimum=1970, maximum=2100, help_text="Such as 2026.")


class DayOffOut(serializers.Serializer):
    day = serializers.DateField()
    name = serializers.CharField()
    is_own = serializers.BooleanField(help_text="One of the calendar's own, not a public holiday.")


class DayOffList(serializers.Serializer):
    results = DayOffOut(many=True)


class CalendarFile(RequestBody):
    content = Words(max_length=1_000_000, help_text="Of an iCalendar file (.ics).")
    time_zone = Text(max_length=60, help_text="Where its days are days, such as Europe/Berlin.")


class DayInFileOut(serializers.Serializer):
    day = serializers.DateField()
    name = serializers.CharField(allow_blank=True)


class DayInFileList(serializers.Serializer):
    results = DayInFileOut(many=True)


class CalendarList(serializers.Serializer):
    results = CalendarOut(many=True)


class CalendarHours(RequestBody):
    hours = Structure(help_text=HOURS_HELP)


class CalendarChange(RequestBody):
    name = Words(max_length=80, required=False)
    hours = Structure(required=False, help_text=HOURS_HELP)
    day_names = Structure(required=False, help_text='Own day → what it is: {"2026-12-31": "Stocktaking"}.')


class NewCalendar(CalendarChange):
    name = Words(max_length=80)
    hours = Structure(help_text=HOURS_HELP)


class PolicyOut(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    version = serializers.IntegerField(source="current.number")
    conditions = serializers.DictField(source="current.conditions", help_text="Empty: every ticket.")
    terms = serializers.DictField(
        source="current.terms", help_text="Targets, warnings, what pauses and what a breach does."
    )
    calendar = serializers.IntegerField(
        source="current.calendar_id", allow_null=True, help_text="Null: around the clock."
    )
    position = serializers.IntegerField(help_text="The first active one whose conditions a ticket meets counts.")
    is_active = serializers.BooleanField()
    archived_at = UtcTime(allow_null=True)


class PolicyList(serializers.Serializer):
    results = PolicyOut(many=True)


class PolicyParts(RequestBody):
    terms = Structure()
    conditions = Structure(required=False, help_text="Left out: every ticket.")
    calendar = Id(required=False, allow_null=True)


class PolicyChange(RequestBody):
    name = Words(max_length=80, required=False)
    description = Text(max_length=300, required=False)
    terms = Structure(required=False)
    conditions = Structure(required=False)
    calendar = Id(required=False, allow_null=True)
    is_active = Flag(required=False)


class PolicyPreview(PolicyChange):
    """`name` and `description` change no deadline."""

    is_archived = Flag(required=False)


class NewPolicy(PolicyParts):
    name = Words(max_length=80)
    description = Text(max_length=300, required=False)


class PolicyOrder(RequestBody):
    order = ListOf(Id(), max_length=500, help_text="All policies that are not archived, as they shall be asked.")


class DeadlinePreviewOut(serializers.Serializer):
    changed = serializers.IntegerField(help_text="Open tickets that would get another deadline.")
    overdue = serializers.IntegerField(help_text="Those of them whose other deadline has gone by: overdue at once.")
    looked_at = serializers.IntegerField()
    is_whole = serializers.BooleanField(help_text="Whether all open tickets were looked at.")


class RecomputationOut(serializers.ModelSerializer):
    started_at = UtcTime()
    finished_at = UtcTime(allow_null=True)

    class Meta:
        model = Recomputation
        fields = ("about", "started_at", "total", "done", "changed", "finished_at")
