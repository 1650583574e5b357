"""The mails with figures that somebody gets, in words."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.models import User
from desk.metrics.filters import read_filters
from desk.metrics.report_mail import may_get, name_of
from helpdesk import clock
from metrics.models import ReportMail
from metrics.models.dashboard import Rhythm


@dataclass(frozen=True, slots=True)
class ReportLine:
    """`next_on`: the day, in the mail's own zone; `is_off`: what it is about is gone, or no longer theirs to see."""

    report: ReportMail
    name: str
    when: str
    narrowed: str
    next_on: date
    is_off: bool


def lines_of(person: User) -> list[ReportLine]:
    found = ReportMail.objects.filter(person=person, deleted_at=None).select_related("person", "dashboard")
    return [line_of(report) for report in found.order_by("pk")]


def line_of(report: ReportMail) -> ReportLine:
    next_on = report.next_at.astimezone(ZoneInfo(report.zone)).date()
    return ReportLine(report, name_of(report), when_in_words(report), _narrowed(report), next_on, not may_get(report))


def _narrowed(report: ReportMail) -> str:
    """What a page is narrowed to, so that two mails of one page are told apart."""
    if not report.filters:
        return ""
    filters = read_filters(dict(parse_qsl(report.filters)), report.person, clock.now())
    return ", ".join(f"{chip.label}: {chip.value}" for chip in filters.chips)


def when_in_words(report: ReportMail) -> str:
    """ "Every Monday at 8:00, Europe/Berlin"."""
    words = {"at": formats.time_format(report.at, "TIME_FORMAT"), "zone": report.zone}
    if report.rhythm == Rhythm.DAILY:
        return _("Every day at %(at)s, %(zone)s") % words
    if report.rhythm == Rhythm.WEEKLY:
        words |= {"day": str(WEEKDAYS[report.weekday - 1])}
        return _("Every %(day)s at %(at)s, %(zone)s") % words
    return _("Every month on day %(day)s at %(at)s, %(zone)s") % {**words, "day": report.day}
