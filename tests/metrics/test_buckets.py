"""Rows by days, weekdays and hours of a zone: the very ones that a calendar of the zone tells, whatever its clocks do."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count

from metrics.buckets import by_hour, by_step, by_weekday
from metrics.models import TicketFacts
from metrics.period import Period
from metrics.weeks import week_start
from tickets.models import Channel, Level, Priority, Status

pytestmark = pytest.mark.django_db
# Around days on which clocks change: by an hour, by half an hour, at midnight; and half and quarter hours from the world's.
ZONES = {
    "Europe/Berlin": date(2026, 3, 29),
    "America/New_York": date(2026, 11, 1),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "Asia/Kathmandu": date(2026, 4, 5),
    "America/Santiago": date(2026, 9, 6),
    "Asia/Kolkata": date(2026, 4, 5),
}


@pytest.fixture(params=ZONES)
def period(request) -> Period:
    changes = ZONES[request.param]
    return Period(changes - timedelta(days=9), changes + timedelta(days=9), ZoneInfo(request.param), 6)


@pytest.fixture
def instants(period) -> list[datetime]:
    """Every 17 minutes of the period, and the instants around each hour of the days on which clocks change."""
    found = [period.start + timedelta(minutes=17 * step) for step in range(int(period.days * 24 * 60 / 17))]
    change = datetime(period.first.year, period.first.month, period.first.day, tzinfo=UTC) + timedelta(days=8)
    for quarter in range(4 * 72):
        at = change + timedelta(minutes=15 * quarter)
        found += [at, at - timedelta(microseconds=1)]
    found = [at for at in found if at < period.end]
    kept(found)
    return found


def kept(instants) -> None:
    TicketFacts.objects.bulk_create(
        TicketFacts(
            ticket_id=number, seq=1, is_counted=True, status=Status.NEW, opened_at=at, level=Level.FIRST_LINE,
            channel=Channel.EMAIL, priority=Priority.NORMAL, replies=0, reopens=0, escalations=0, hand_backs=0,
            is_first_contact=False, computed_at=at,
        )
        for number, at in enumerate(instants, start=1)
    )  # fmt: skip


def test_each_row_lies_in_the_hour_that_the_clocks_of_the_zone_showed(period, instants):
    local = (at.astimezone(period.zone) for at in instants)

    assert by_hour(TicketFacts.objects.all(), "opened_at", period) == Counter((at.weekday(), at.hour) for at in local)


def test_each_row_lies_in_its_day_and_in_its_week(period, instants):
    days = [period.first + timedelta(days=day) for day in range(period.days)]
    weeks = sorted({week_start(day, period.first_weekday) for day in days})
    local = [at.astimezone(period.zone).date() for at in instants]

    def counted(steps):
        found = dict(by_step(TicketFacts.objects.all(), "opened_at", steps, period.zone).annotate(n=Count("*")))
        return {steps[place - 1]: n for place, n in found.items()}

    assert counted(days) == Counter(local)
    assert counted(weeks) == Counter(week_start(day, period.first_weekday) for day in local)


def test_each_row_has_its_weekday_however_long_before_the_period_it_lies(period, instants):
    later = Period(period.last - timedelta(days=1), period.last, period.zone, 6)
    long_before = [period.start - timedelta(days=days, minutes=7) for days in (20, 35, 400)]
    TicketFacts.objects.all().delete()
    kept([*instants, *long_before])

    found = dict(by_weekday(TicketFacts.objects.all(), "opened_at", later).annotate(n=Count("*")))

    assert found == Counter(at.astimezone(period.zone).weekday() for at in [*instants, *long_before])
