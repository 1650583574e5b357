"""Mails with figures: what one shows, and writing it into the outbox. When they are due, metrics/actions/reports.py says.

A mail program draws no charts and knows no styles but those of an element: bars are cells of a table, as wide as they count.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, role_may
from desk.metrics.filters import Filters, read_filters
from desk.metrics.series import Chart, Series
from desk.metrics.showing import shown
from helpdesk import clock
from mail.addresses import loop_token
from mail.notifying import bounces
from mail.outgoing import REPORT, default_mailbox, from_header, language_of
from mail.parsing.automatic import LOOP_HEADER
from mail.texts.drawing import Rendered, draw
from metrics.actions.reports import mail_due_reports, timing_of
from metrics.actions.restating import BUSINESS_TIME, restated_at
from metrics.keeping import as_of, keep_few_stale
from metrics.layouts import PAGES
from metrics.models import Dashboard, ReportMail
from metrics.period import Period
from outbox.models import new_message_id
from outbox.posting import Address, post_email

MOST_AT_ONCE = 200
# Gmail cuts a mail off beyond 102 KB, and a bar takes half of one: more days are shown by weeks, and no chart has more lines. The
# rest is behind the link.
_MOST_LINES = 14
_WIDEST = 140  # pixels of a bar


@dataclass(frozen=True, slots=True)
class Bar:
    width: int
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart as a table: of each label a bar for each series. `more`: so many lying bars are left out."""

    title: str
    about: str
    head: str
    names: list[str]
    lines: list[tuple[str, list[Bar]]]
    more: int


def mail_due_figures() -> int:
    keep_few_stale()
    return mail_due_reports(post_report, MOST_AT_ONCE)


def post_report(report: ReportMail, due: datetime) -> bool:
    """Into the outbox, in the present transaction; False where its person may not see these figures any more."""
    mailbox = default_mailbox()
    if mailbox is None or bounces(report.person.email):
        return False
    written = write_report(report, due)
    if written is None:
        return False
    post_email(
        kind=REPORT,
        message_id=new_message_id(mailbox.address.rpartition("@")[2]),
        from_header=from_header(mailbox, None),
        envelope_from=mailbox.address,
        to=[Address(report.person.email, report.person.name)],
        subject=written.subject,
        text=written.text,
        html=written.html,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", LOOP_HEADER: loop_token()},
        at=clock.now(),
    )
    return True


def write_report(report: ReportMail, due: datetime) -> Rendered | None:
    """As its person reads it; None where they may not see these figures (any more)."""
    person, period = report.person, timing_of(report).period_of(due)
    if not may_get(report):
        return None
    with _as_they_read(person, period):
        now = clock.now()
        filters = filters_of(report, period, now)
        if filters is None:
            return None
        asked = filters.inquiry(person, now)
        asked = replace(asked, period=replace(asked.period, most_days=_MOST_LINES))
        groups = shown(items_of(report), asked)
        context: dict[str, Any] = {
            "title": name_of(report),
            "period": period,
            "days": _days(period),
            "zone": period.zone.key,
            "as_of": as_of(now).astimezone(period.zone),
            "chips": filters.chips,
            "groups": [(group.cards, [_as_bars(chart) for chart in group.charts]) for group in groups],
            "restated_at": restated_at(period) if BUSINESS_TIME in items_of(report) else None,
            "rhythm": report.get_rhythm_display(),
            "address": _address(report, filters),
            "settings_address": f"{settings.SITE_URL}{reverse('metrics:dashboards')}#mails",
            "language": translation.get_language(),
        }
        return draw(REPORT, context)


def may_get(report: ReportMail) -> bool:
    """Whether its person is still here, may see figures, and sees the dashboard."""
    person = report.person
    if not (person.is_active and role_may(person.role, Permission.METRICS)):
        return False
    if report.dashboard_id is None:
        return report.page in PAGES
    return Dashboard.objects.visible_to(person).kept().filter(pk=report.dashboard_id).exists()


def filters_of(report: ReportMail, period: Period, now: datetime) -> Filters | None:
    """None where they name what its person may not see: figures of more than was wanted would be wrong ones."""
    kept = dict(parse_qsl(report.dashboard.filters if report.dashboard else report.filters))
    given = kept | {"period": "days", "from": period.first.isoformat(), "to": period.last.isoformat()}
    filters = read_filters(given, report.person, now)
    return None if filters.unknown or ("team" in kept and filters.team is None) else filters


def items_of(report: ReportMail) -> tuple[str, ...]:
    return tuple(report.dashboard.items) if report.dashboard else PAGES[report.page][1]


def name_of(report: ReportMail) -> str:
    return report.dashboard.name if report.dashboard else str(PAGES[report.page][0])


def _as_bars(chart: Chart) -> Bars:
    """Of what is told over time the last lines, such as the days to come; of the rest the first. Without what is empty there."""
    part = slice(-_MOST_LINES, None) if chart.kind == "lines" else slice(_MOST_LINES)
    series = [one for one in chart.series if any(number is not None for number in one.numbers[part])]
    lines = replace(chart, labels=chart.labels[part], series=[_only(one, part) for one in series]).lines
    most = max((point.number or 0 for _label, cells in lines for point in cells), default=0)
    return Bars(
        chart.title,
        chart.about,
        chart.head,
        [one.name for one in series],
        [
            (label, [Bar(round(_WIDEST * (point.number or 0) / most), point.words) for point in cells])
            for label, cells in lines
        ]
        if most
        else [],
        more=0 if chart.kind == "lines" else len(chart.labels) - len(lines),
    )


def _only(series: Series, part: slice) -> Series:
    return replace(series, numbers=series.numbers[part], words=series.words[part], behind=series.behind[part])


def _days(period: Period) -> str:
    first, last = (formats.date_format(day, "DATE_FORMAT") for day in (period.first, period.last))
    return first if first == last else _("%(first)s – %(last)s") % {"first": first, "last": last}


def _address(report: ReportMail, filters: Filters) -> str:
    if report.dashboard is not None:
        path = reverse("metrics:dashboard", args=[report.dashboard.pk])
    else:
        path = reverse(f"metrics:{report.page}")
    return f"{settings.SITE_URL}{path}?{urlencode(filters.given)}"


@contextmanager
def _as_they_read(person: User, period: Period) -> Iterator[None]:
    with translation.override(language_of(person)), timezone.override(period.zone):
        yield
