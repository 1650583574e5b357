"""Hours of a week by the clock of a zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.working_hours import intervals_of, is_working, next_start, normal_hours, written

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = ["09:00-12:00, 13:00-17:00"] * 5 + ["", ""]
MONDAY = datetime(2026, 11, 23, tzinfo=BERLIN)
STARTS_AND_ENDS = st.lists(st.integers(0, 24 * 60), max_size=8, unique=True).map(sorted)


def test_hours_are_stored_in_one_form_and_in_order():
    week = normal_hours(["13-17:30; 8.15 – 12", "0-24", *[""] * 5])

    assert week == ["08:15-12:00, 13:00-17:30", "00:00-24:00", "", "", "", "", ""]
    assert normal_hours([""] * 7) == normal_hours([]) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("nine to five", "are no hours"),
        ("17:00-09:00", "ends before it begins"),
        ("09:00-09:00", "ends before it begins"),
        ("09:00-24:30", "no time of a day"),
        ("09:75-10:00", "no time of a day"),
        ("09:00-12:00, 11:00-13:00", "overlap"),
        ("²-³", "are no hours"),
    ],
)
def test_what_are_no_hours_is_refused_with_a_sentence(day, said):
    with pytest.raises(ValueError, match=said):
        normal_hours([day, *[""] * 6])


def test_a_week_has_seven_days():
    with pytest.raises(ValueError, match="seven days"):
        normal_hours(["09:00-17:00"])


@pytest.mark.parametrize(
    ("hour", "minute", "works"),
    [(8, 59, False), (9, 0, True), (11, 59, True), (12, 0, False), (13, 0, True), (17, 0, False)],
)
def test_a_start_belongs_to_the_hours_and_an_end_does_not(hour, minute, works):
    moment = MONDAY.replace(hour=hour, minute=minute)

    assert is_working(OFFICE, BERLIN, moment) is works
    assert is_working(OFFICE, BERLIN, moment.astimezone(UTC)) is works


def test_without_hours_one_always_works():
    assert is_working([], BERLIN, MONDAY)
    assert next_start([], BERLIN, MONDAY) == MONDAY


def test_work_begins_next_on_the_next_day_that_has_hours():
    friday_evening = MONDAY + timedelta(days=4, hours=18)

    assert next_start(OFFICE, BERLIN, friday_evening) == MONDAY + timedelta(days=7, hours=9)
    assert next_start(OFFICE, BERLIN, MONDAY + timedelta(hours=12)) == MONDAY + timedelta(hours=13)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # slow is the machine, not the data
@given(STARTS_AND_ENDS)
def test_what_is_written_is_read_back(minutes):
    intervals = list(zip(minutes[::2], minutes[1::2], strict=False))

    assert intervals_of(written(intervals)) == intervals


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    days=st.lists(STARTS_AND_ENDS, min_size=7, max_size=7),
    minutes=st.integers(0, 366 * 24 * 60),
    share=st.floats(0, 0.999),
    zone=st.sampled_from((BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"))),
)
def test_nothing_is_worked_before_the_next_start_and_at_it_work_goes_on(days, minutes, share, zone):
    week = normal_hours([written(list(zip(day[::2], day[1::2], strict=False))) for day in days])
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    start = next_start(week, zone, moment)

    assert start is not None
    assert start >= moment
    if start > moment and start.utcoffset() == moment.astimezone(zone).utcoffset():  # no hour was repeated or skipped
        assert is_working(week, zone, start)
        assert not is_working(week, zone, moment + (start - moment) * share)
