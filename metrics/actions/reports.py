"""Scheduling figures by mail, and claiming those that are due. What a mail shows is written above, in desk/metrics/mailing.py."""

import logging
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, role_may
from helpdesk import clock
from metrics.actions.dashboards import checked_filters
from metrics.layouts import PAGES
from metrics.models import Dashboard, ReportMail
from metrics.models.dashboard import Rhythm
from metrics.report_times import Timing
from tickets.errors import Invalid, NotAllowed

logger = logging.getLogger(__name__)

MOST_REPORTS = 50
# After an outage each period is mailed all the same, but nothing older than this.
OLDEST = timedelta(days=8)
_SECOND_CLICK = timedelta(seconds=10)
_WHEN = ("rhythm", "weekday", "day", "at", "zone")


def timing_of(report: ReportMail) -> Timing:
    return Timing(report.rhythm, report.at, ZoneInfo(report.zone), report.weekday, report.day)


@transaction.atomic
def schedule_report(
    *, actor: User, dashboard: Dashboard | None = None, page: str = "", filters: str = "", **when: Any
) -> ReportMail:
    """Mail the figures of a dashboard, or of a page with its filters, to the actor; the same one if it is there already.

    Raises Invalid with what is missing, NotAllowed for who may see no figures.
    """
    _refuse_strangers(actor)
    if dashboard is None and page not in PAGES:
        raise Invalid(_("Choose a page of figures or a dashboard."))
    about = {"dashboard": dashboard, "page": "" if dashboard else page}
    about |= {"filters": "" if dashboard else checked_filters(filters, without_period=True)}
    values = _checked_when({"weekday": 1, "day": 1, **when})
    # Two clicks at once: the second one finds the first one's row.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    kept = ReportMail.objects.filter(person=actor, deleted_at=None)
    same = kept.filter(**about, **values).first()
    if same is not None:
        return same
    if kept.count() >= MOST_REPORTS:
        raise Invalid(
            _("You get %(most)s mails with figures. Delete one that you no longer need.") % {"most": MOST_REPORTS}
        )
    report = ReportMail(person=actor, **about, **values)
    report.next_at = timing_of(report).next_after(clock.now())
    report.save()
    return report


@transaction.atomic
def change_report(report: ReportMail, *, actor: User, **changes: Any) -> ReportMail:
    """Change what is given of rhythm, weekday, day, at, zone and is_paused. What was mailed today comes not again today."""
    report = _own(report, actor)
    for name, value in _checked_when({name: getattr(report, name) for name in _WHEN} | _only_when(changes)).items():
        setattr(report, name, value)
    report.is_paused = changes.get("is_paused", report.is_paused)
    timing, now = timing_of(report), clock.now()
    after = now
    if report.sent_at is not None and timing.period_of(now) == timing.period_of(report.sent_at):
        after = max(now, _end_of_day(now, timing.zone))
    report.next_at = timing.next_after(after)
    report.save()
    return report


def pause_report(report: ReportMail, *, actor: User) -> ReportMail:
    return change_report(report, actor=actor, is_paused=True)


def resume_report(report: ReportMail, *, actor: User) -> ReportMail:
    """From now on: what was due meanwhile is not mailed."""
    return change_report(report, actor=actor, is_paused=False)


def delete_report(report: ReportMail, *, actor: User) -> bool:
    """False if it is already; `restore_report` brings it back."""
    _refuse_others(report, actor)
    return ReportMail.objects.filter(pk=report.pk, deleted_at=None).update(deleted_at=clock.now()) > 0


@transaction.atomic
def restore_report(report: ReportMail, *, actor: User) -> bool:
    """What was due meanwhile is not mailed."""
    _refuse_others(report, actor)
    report = ReportMail.objects.select_for_update().get(pk=report.pk)
    if report.deleted_at is None:
        return False
    report.deleted_at = None
    report.next_at = timing_of(report).next_after(clock.now())
    report.save()
    return True


@transaction.atomic
def send_report_now(report: ReportMail, *, actor: User, write: Callable[[ReportMail, datetime], bool]) -> bool:
    """One more, at once; False for a second click, and where there is nothing to write. The next one comes all the same."""
    report, now = _own(report, actor), clock.now()
    if report.asked_at is not None and now - report.asked_at < _SECOND_CLICK:
        return False
    report.asked_at = now
    report.save(update_fields=["asked_at"])
    return write(report, now)


def mail_due_reports(write: Callable[[ReportMail, datetime], bool], most: int) -> int:
    """Have `write` put what is due into the outbox, each in its own transaction; how many mails.

    Safe to run twice at once: a row is claimed by its lock, and moved on together with the mail. One that cannot be written
    holds up no other, and is tried again the next time.
    """
    mails, now = 0, clock.now()
    failed: list[int] = []
    for _each in range(most):
        with transaction.atomic():
            due = ReportMail.objects.filter(deleted_at=None, is_paused=False, next_at__lte=now).exclude(pk__in=failed)
            rows = due.order_by("next_at").select_for_update(of=("self",), skip_locked=True)
            report = rows.select_related("person", "dashboard").first()
            if report is None:
                return mails
            was_due = report.next_at
            try:
                with transaction.atomic():
                    report.next_at = timing_of(report).next_after(max(was_due, now - OLDEST))
                    if was_due > now - OLDEST and write(report, was_due):
                        report.sent_at = now
                        mails += 1
            except Exception:
                logger.exception("the mail with figures %s could not be written", report.pk)
                failed.append(report.pk)
                continue
            report.save(update_fields=["next_at", "sent_at"])
    return mails


def _own(report: ReportMail, actor: User) -> ReportMail:
    _refuse_others(report, actor)
    return ReportMail.objects.select_for_update().get(pk=report.pk)


def _refuse_others(report: ReportMail, actor: User) -> None:
    _refuse_strangers(actor)
    if report.person_id != actor.pk:
        raise NotAllowed(_("This mail is somebody else's."))


def _refuse_strangers(actor: User) -> None:
    if not role_may(actor.role, Permission.METRICS):
        raise NotAllowed(_("Figures are for team leads and managers. Ask one of them."))


def _only_when(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name in _WHEN}


def _checked_when(values: dict[str, Any]) -> dict[str, Any]:
    if values.get("rhythm") not in Rhythm.values:
        raise Invalid(_("Choose whether it comes every day, every week or every month."))
    if values.get("zone") not in available_timezones():
        raise Invalid(_("Choose a time zone of the list."))
    if not isinstance(values.get("at"), time):
        raise Invalid(_("Say at what time it is to come, such as 08:00."))
    if not 1 <= values["weekday"] <= 7:
        raise Invalid(_("Choose one of the seven days of a week."))
    if not 1 <= values["day"] <= 31:
        raise Invalid(_("Choose a day from 1 to 31."))
    return {name: values[name] for name in _WHEN}


def _end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone) - timedelta(microseconds=1)
