"""The mails with figures that somebody gets, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.models import User
from desk.metrics.report_mail import may_get, name_of
from metrics.models import ReportMail
from metrics.models.dashboard import Rhythm


@dataclass(frozen=True, slots=True)
class ReportLine:
    """`is_off`: what it is about is gone, or no longer theirs to see."""

    report: ReportMail
    name: str
    when: str
    next_at: datetime
    is_off: bool


def lines_of(person: User) -> list[ReportLine]:
    found = ReportMail.objects.filter(person=person, deleted_at=None).select_related("person", "dashboard")
    return [line_of(report) for report in found.order_by("pk")]


def line_of(report: ReportMail) -> ReportLine:
    return ReportLine(report, name_of(report), when_in_words(report), report.next_at, not may_get(report))


def when_in_words(report: ReportMail) -> str:
    """ "Every Monday at 8:00, Europe/Berlin"."""
    words = {"at": formats.time_format(report.at, "TIME_FORMAT"), "zone": report.zone}
    if report.rhythm == Rhythm.DAILY:
        return _("Every day at %(at)s, %(zone)s") % words
    if report.rhythm == Rhythm.WEEKLY:
        words |= {"day": str(WEEKDAYS[report.weekday - 1])}
        return _("Every %(day)s at %(at)s, %(zone)s") % words
    return _("Every month on day %(day)s at %(at)s, %(zone)s") % {**words, "day": report.day}
