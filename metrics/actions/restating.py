"""Correcting past figures: answers given under earlier versions of a calendar count by its current one.

A new version holds from when it is made. Where what was written down had been wrong before (a holiday forgotten), an admin says
so: each answer then gets a new row, and the old one is kept as it was counted (`FormerResponse`). What was promised stays:
deadlines were told to people, and were met or not.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_of
from accounts.setting_changes import require_setting
from helpdesk import clock
from metrics.models import ResponseFacts, Restatement
from metrics.period import Period
from sla.models import Calendar, CalendarVersion
from tickets.errors import IllegalTransition, Invalid

BUSINESS_TIME = "first_response_business_time"  # the figure that restating changes


@transaction.atomic
def restate(calendar: Calendar, *, actor: Actor, since: date | None = None) -> Restatement:
    """Answers given on or after this day of the calendar's own zone (None: all) count by its hours of now.

    Figures follow within a minute. Raises Invalid for a day to come, IllegalTransition where there is no earlier version.
    """
    require_setting(actor)
    calendar = Calendar.objects.select_for_update(of=("self",)).select_related("current").get(pk=calendar.pk)
    now, version = clock.now(), calendar.current
    if version is None or version.number == 1:
        raise IllegalTransition(_("This calendar was never changed: all figures count by these hours already."))
    begins = _begins(since, version)
    if begins is not None and begins > now:
        raise Invalid(_("Figures of days to come are not counted yet. Choose a day that has begun."))
    made = Restatement.objects.create(calendar=calendar, version=version, since=begins, at=now, by=person_of(actor))
    earlier = CalendarVersion.objects.filter(calendar=calendar, number__lt=version.number)
    given = Q() if begins is None else Q(answered_at__gte=begins)
    _mark_those_with(Q(calendar__in=list(earlier.values_list("pk", flat=True))) & given)
    return made


@transaction.atomic
def take_back(restatement: Restatement, *, actor: Actor) -> Restatement | None:
    """Its answers count again by what counted before. None if it was taken back already."""
    require_setting(actor)
    restatement = Restatement.objects.select_for_update(of=("self",)).get(pk=restatement.pk)
    if restatement.taken_back_at is not None:
        return None
    restatement.taken_back_at, restatement.taken_back_by = clock.now(), person_of(actor)
    restatement.save(update_fields=["taken_back_at", "taken_back_by"])
    _mark_those_with(Q(restatement=restatement.pk))
    return restatement


def restated_at(period: Period) -> datetime | None:
    """When answers of this period were restated last; None: they count by what held when they were given."""
    touching = Q(since__isnull=True) | Q(since__lt=period.end)
    found = Restatement.objects.filter(touching, version__created_at__gt=period.start, taken_back_at__isnull=True)
    return found.order_by("-pk").values_list("at", flat=True).first()


def _begins(since: date | None, version: CalendarVersion) -> datetime | None:
    if since is None:
        return None
    return datetime.combine(since, time(), ZoneInfo(version.hours["time_zone"]))


def _mark_those_with(answers: Q) -> None:
    """Tickets with such answers are computed anew by a worker. In one statement: they may be most of all."""
    found = ResponseFacts.objects.filter(answers).order_by().values_list("ticket").distinct()
    statement, values = found.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO metrics_stale (ticket_number) {statement}", values)  # noqa: S608  # Django's own
