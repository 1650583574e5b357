"""The form of a calendar: hours as people write them, own days a line each, days off from a calendar file."""

import re
import zoneinfo
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sla.calendar_data import DAYS
from sla.days_in_file import NoCalendarFile, days_in_file
from sla.days_off import countries, regions_of
from sla.models import Calendar
from sla.words import DAY_NAMES

NAMES = dict(zip(DAYS, DAY_NAMES, strict=True))
LARGEST_FILE = 1024 * 1024
MOST_DAYS = 1_000
# Also as people say it: 9–17, 9.30–17.
_INTERVAL = re.compile(r"\s*(\d{1,2})(?:[:.](\d{2}))?\s*[-–]\s*(\d{1,2})(?:[:.](\d{2}))?\s*")
_OWN_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\s*(.{0,80})")


class CalendarForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    country = forms.ChoiceField(label=gettext_lazy("Public holidays of"), required=False)
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=20, widget=forms.Select)
    own_days = forms.CharField(
        label=gettext_lazy("Own days off"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One in each line, such as “2026-12-24 Christmas Eve”."),
    )
    file = forms.FileField(
        label=gettext_lazy("Days off from a calendar file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=gettext_lazy(
            "Whole days in an .ics file are added to the own days; what comes again each year, for the next five years."
        ),
    )

    def __init__(self, *args: Any, calendar: Calendar | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": _initial(calendar)})
        zones = sorted(zoneinfo.available_timezones())
        fields: dict[str, Any] = self.fields
        fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
        fields["country"].choices = [("", _("None")), *countries().items()]
        self.regions = regions_of(str(self["country"].value() or ""))
        fields["region"].widget.choices = [("", _("Everywhere in the country")), *self.regions.items()]
        for day in DAYS:
            self.fields[day] = forms.CharField(
                label=NAMES[day],
                required=False,
                max_length=200,
                widget=forms.TextInput(attrs={"placeholder": _("closed")}),
            )

    @property
    def days(self) -> list[Any]:
        return [self[day] for day in DAYS]

    def clean_file(self) -> dict[str, str]:
        upload = self.cleaned_data["file"]
        zone = self.cleaned_data.get("time_zone") or "UTC"  # refused, it is asked for again, and so is the file
        return {} if upload is None else _days_in(upload, zoneinfo.ZoneInfo(zone))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        weekly = {day: intervals for day in DAYS if (intervals := self._intervals(day, found.get(day, "")))}
        days = self._own_days(found.get("own_days", "")) | found.get("file", {})
        if found.get("file"):
            self._write_down(days)
        if len(days) > MOST_DAYS:
            self.add_error("own_days", _("At most %(most)s days.") % {"most": MOST_DAYS})
        found["hours"] = {"time_zone": found.get("time_zone", ""), "weekly": weekly}
        if days:
            found["hours"]["holidays"] = sorted(days)
        if country := found.get("country"):
            # Another country was chosen than the one whose regions stood there: then it is all of it.
            region = found.get("region") if found.get("region") in self.regions else ""
            found["hours"]["holiday_region"] = f"{country}-{region}" if region else country
        found["day_names"] = {day: name for day, name in days.items() if name}
        return found

    def _write_down(self, days: dict[str, str]) -> None:
        """A browser sends a file once: should the form be shown again, its days stand among the own ones."""
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data["own_days"] = _lines(days)
            self.data = data

    def _intervals(self, day: str, text: str) -> list[list[str]]:
        intervals = []
        for part in filter(str.strip, text.split(",")):
            match = _INTERVAL.fullmatch(part)
            if match is None:
                self.add_error(day, _("Write from when until when, such as 09:00–12:30, 13:30–18:00."))
                return []
            intervals.append([f"{int(match[1]):02}:{match[2] or '00'}", f"{int(match[3]):02}:{match[4] or '00'}"])
        return intervals

    def _own_days(self, text: str) -> dict[str, str]:
        days = {}
        for line in filter(None, map(str.strip, text.splitlines())):
            match = _OWN_DAY.fullmatch(line)
            if match is None:
                self.add_error(
                    "own_days", _("“%(line)s” does not begin with a day such as 2026-12-24.") % {"line": line[:40]}
                )
                return {}
            days[match[1]] = match[2].strip()
        return days


def _initial(calendar: Calendar | None) -> dict[str, Any]:
    if calendar is None or calendar.current is None:
        return {"time_zone": "UTC", **dict.fromkeys(DAYS[:5], "09:00–17:00")}
    hours, names = calendar.current.hours, calendar.current.day_names
    country, _dash, region = hours.get("holiday_region", "").partition("-")
    return {
        "name": calendar.name,
        "time_zone": hours["time_zone"],
        "country": country,
        "region": region,
        "own_days": _lines({day: names.get(day, "") for day in hours.get("holidays", ())}),
        **{day: ", ".join(f"{start}–{end}" for start, end in hours.get("weekly", {}).get(day, ())) for day in DAYS},
    }


def _lines(days: dict[str, str]) -> str:
    return "\n".join(f"{day} {days[day]}".strip() for day in sorted(days))


def _days_in(upload: Any, zone: zoneinfo.ZoneInfo) -> dict[str, str]:
    """The whole days of a calendar file, with their names. Raises ValidationError."""
    if upload.size > LARGEST_FILE:
        raise forms.ValidationError(_("This file is too large for a calendar of days off."))
    try:
        days = days_in_file(upload.read(), today=timezone.localdate(), zone=zone)
    except NoCalendarFile:
        raise forms.ValidationError(_("This is no calendar file (.ics).")) from None
    if not days:
        raise forms.ValidationError(_("There are no whole days in this file."))
    return days
