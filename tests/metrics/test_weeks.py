"""With which day weeks begin, and what that moves: named periods, buckets of charts, the API."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.test import APIClient

from desk.metrics.pages import first_responses
from desk.metrics.series import coming_and_going
from metrics.behind import Behind
from metrics.cuts import cuts_given
from metrics.keeping import keep_stale
from metrics.lists import metric_called
from metrics.period import MOST_DAYS, Period, days_of
from metrics.questions import Inquiry
from metrics.weeks import MONDAY, SATURDAY, SUNDAY, first_weekday, in_order, week_start
from tests.metrics.living import START, after, answered, opened

WEDNESDAY = date(2026, 3, 11)


@pytest.mark.parametrize(
    ("language", "zone", "first"),
    [
        ("en", "Europe/Berlin", MONDAY),
        ("en", "America/New_York", SUNDAY),
        ("de", "America/New_York", SUNDAY),
        ("en", "Africa/Cairo", SATURDAY),
        ("", "UTC", MONDAY),
        ("xx", "Nowhere/Else", MONDAY),
    ],
)
def test_weeks_begin_as_where_the_reader_is(language, zone, first):
    assert first_weekday(language, zone) == first


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_each_day_is_in_the_week_that_begins_on_the_first_weekday(day, first):
    start = week_start(day, first)
    assert start.weekday() == first and timedelta(0) <= day - start < timedelta(7)
    assert sorted(in_order(first)) == list(range(7)) and in_order(first)[0] == first


@pytest.mark.parametrize(("first", "began"), [(MONDAY, date(2026, 3, 9)), (SUNDAY, date(2026, 3, 8))])
def test_this_and_the_last_week(first, began):
    assert days_of("week", WEDNESDAY, first) == (began, WEDNESDAY)
    assert days_of("last_week", WEDNESDAY, first) == (began - timedelta(days=7), began - timedelta(days=1))


@pytest.mark.django_db
@pytest.mark.parametrize("first", [MONDAY, SATURDAY, SUNDAY])
def test_long_periods_are_drawn_by_the_readers_weeks(customer, agent, first):
    """A Saturday, a Sunday and a Monday, answered an hour later each."""
    for day in (5, 6, 7):
        answered(opened(customer, day * 24), agent, day * 24 + 1)
    keep_stale()
    last = START.date() + timedelta(days=MOST_DAYS + 7)
    asked = Inquiry(Period(START.date(), last, ZoneInfo("America/New_York"), first), after(24 * 365))

    shown = coming_and_going(asked).series[0]
    opened_by_week = shown.numbers
    behind = [Behind(metric_called(to.key), asked, cuts=cuts_given(to.given, to.key)).count() for to in shown.behind]
    assert behind == opened_by_week
    medians = first_responses(asked).series[0].numbers

    weeks = {week_start(START.date() + timedelta(days=day), first) for day in (5, 6, 7)}
    assert sum(opened_by_week) == 3 and sum(1 for number in opened_by_week if number) == len(weeks)
    assert [bool(number) for number in opened_by_week] == [median == 3600 for median in medians]


@pytest.mark.django_db
def test_the_api_takes_a_named_period_and_the_day_weeks_begin_with(manager):
    client = APIClient()
    client.force_login(manager)
    day = datetime.now(UTC).date()
    for word, first in (("monday", MONDAY), ("sunday", SUNDAY)):
        body = client.get("/api/v1/metrics/", {"period": "last_week", "week_starts": word, "time_zone": "UTC"}).json()
        assert date.fromisoformat(body["from"]).weekday() == first
        assert timedelta(0) < day - date.fromisoformat(body["to"]) <= timedelta(days=8)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, -29, 0),
        ({"from": -3}, -3, 0),
        ({"to": -10}, -39, -10),
        ({"from": -3, "to": -2, "period": "7d"}, -3, -2),
    ],
)
def test_days_that_are_left_out_are_the_usual_ones(manager, asked, first, last):
    client = APIClient()
    client.force_login(manager)
    today = datetime.now(UTC).date()
    query = {name: today + timedelta(days=days) if name != "period" else days for name, days in asked.items()}

    body = client.get("/api/v1/metrics/", {**query, "time_zone": "UTC"}).json()

    assert (date.fromisoformat(body["from"]) - today).days == first
    assert (date.fromisoformat(body["to"]) - today).days == last
