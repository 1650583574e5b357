"""What a calendar comes to, beside its form while it is written: when it opens or closes next, and its days off."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.sla.calendar_form import CalendarForm
from helpdesk import clock
from sla.calendar import Schedule
from sla.days_off import DayOff, changes_at, days_off, region_name
from sla.editing import parsed_hours
from sla.models import CalendarVersion
from tickets.errors import Invalid


@dataclass(frozen=True, slots=True)
class CalendarPreview:
    now: str = ""
    week: str = ""
    years: list[tuple[int, list[DayOff]]] = field(default_factory=list)
    region: str = ""
    from_file: str = ""
    problems: list[str] = field(default_factory=list)


def preview_of(form: CalendarForm) -> CalendarPreview:
    """Of what was sent, whether or not it could be saved so."""
    problems = [
        f"{form.fields[name].label}: {error}"
        for name, errors in form.errors.items()
        if name in form.fields and name != "name"
        for error in errors
    ]
    if problems:
        return CalendarPreview(problems=problems)
    found = form.cleaned_data
    try:
        schedule = parsed_hours(found["hours"])
    except Invalid as problem:
        return CalendarPreview(problems=[str(problem)])
    return _preview(schedule, found["day_names"], len(found.get("file") or ()))


def preview_of_version(version: CalendarVersion) -> CalendarPreview:
    return _preview(Schedule.parse(version.hours), version.day_names, 0)


def change_words(schedule: Schedule, now: datetime) -> str:
    """ "Open until 18:00", "Closed until Monday, 9:00" — by the clock of the calendar, which need not be the reader's."""
    is_open, at = changes_at(schedule, now)
    if at is None:
        return _("Open day and night") if is_open else _("Closed for more than a year")
    local, today = at.astimezone(schedule.time_zone), now.astimezone(schedule.time_zone).date()
    said = time_format(local, "H:i")
    if local.date() - today > timedelta(days=6):
        said = f"{date_format(local, _('j F'))}, {said}"
    elif local.date() != today:
        said = f"{date_format(local, 'l')}, {said}"
    return (_("Open until %(when)s") if is_open else _("Closed until %(when)s")) % {"when": said}


def _preview(schedule: Schedule, day_names: dict[str, str], from_file: int) -> CalendarPreview:
    now = clock.now()
    year = now.astimezone(schedule.time_zone).year
    seconds = sum(closes - opens for day in schedule.weekly for opens, closes in day)
    return CalendarPreview(
        now=change_words(schedule, now),
        week=_("%(hours)s hours a week")
        % {"hours": number_format(seconds / 3600, 1).removesuffix(number_format(0.0, 1)[1:])},
        years=[(one, days_off(schedule, day_names, one)) for one in (year, year + 1)],
        region=region_name(schedule.holiday_region) if schedule.holiday_region else "",
        from_file=_said_of_file(from_file),
    )


def _said_of_file(number: int) -> str:
    if not number:
        return ""
    said = ngettext("%(number)s day off is in the file.", "%(number)s days off are in the file.", number)
    return said % {"number": number}
