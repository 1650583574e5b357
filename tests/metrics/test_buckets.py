"""Rows by days, weekdays and hours of a zone: the very ones that a calendar of the zone tells, whatever its clocks do."""

from array import array
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Count

from metrics.buckets import EPOCH, by_hour, by_step
from metrics.models import TicketFacts
from metrics.period import Period
from metrics.waits import Waits, by_hour_given, by_weekday_asked, medians_by_step, number_by_span
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


def test_each_wait_lies_in_its_day_hour_and_weekday_however_long_before_the_period_it_began(period, instants):
    """As `by_step` and `by_hour` have them of rows; medians as PostgreSQL has them, between the two in the middle."""
    long_before = [period.start - timedelta(days=days, minutes=7) for days in (20, 35, 400)]
    begun = [*instants, *long_before]
    answered = [*instants, *instants[: len(long_before)]]
    took = [(37 * place) % 1000 for place in range(len(begun))]
    waits = Waits(
        *(array("q", [(at - EPOCH) // timedelta(microseconds=1) for at in given]) for given in (answered, begun)),
        *(array("i", took) for _same in range(2)),
    )

    weekdays = by_weekday_asked(waits, period)
    assert {day: of.n for day, of in weekdays.items()} == Counter(at.astimezone(period.zone).weekday() for at in begun)
    monday = [took[place] for place, at in enumerate(begun) if at.astimezone(period.zone).weekday() == 0]
    assert weekdays[0].median == weekdays[0].open == median(monday)
    local = [at.astimezone(period.zone) for at in answered]
    assert by_hour_given(waits, period) == Counter((at.weekday(), at.hour) for at in local)
    days = [period.first + timedelta(days=day) for day in range(period.days)]
    assert medians_by_step(waits, period) == [
        median(of_day) if (of_day := [took[place] for place, at in enumerate(local) if at.date() == day]) else None
        for day in days
    ]
    assert number_by_span(waits, [10, 500]) == [
        sum(least <= one < most for one in took) for least, most in ((0, 10), (10, 500), (500, 9999))
    ]
