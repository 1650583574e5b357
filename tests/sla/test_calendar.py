"""Business time by example: each kind of case that a support team meets."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sla.calendar import NoOpenHours, Schedule
from tests.sla.oracle import Oracle

HOUR = 3600
OFFICE = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


def schedule(weekly, zone="Europe/Berlin", **more):
    return Schedule.parse({"time_zone": zone, "weekly": weekly, **more})


def local(text: str, zone: str = "Europe/Berlin", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),  # spring in the north
        ("Europe/Berlin", "2026-10-25", 25),  # autumn in the north
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Sydney", "2026-10-04", 23),  # spring in the south
        ("Australia/Sydney", "2026-04-05", 25),  # autumn in the south
        ("Australia/Lord_Howe", "2026-10-04", 23.5),  # half an hour
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Asia/Kolkata", "2026-03-29", 24),  # never any
    ],
)
def test_a_day_has_as_many_hours_as_happen(zone, day, hours):
    start = local(f"{day}T00:00", zone)
    end = local((date.fromisoformat(day) + timedelta(days=1)).isoformat() + "T00:00", zone)

    assert schedule(ALWAYS, zone).business_seconds_between(start, end) == hours * HOUR


def test_a_night_shift_over_the_change_of_clocks_is_an_hour_shorter_in_spring_and_longer_in_autumn():
    night = schedule({"sat": [["22:00", "06:00"]]})

    assert night.business_seconds_between(local("2026-03-28T12:00"), local("2026-03-29T12:00")) == 7 * HOUR
    assert night.business_seconds_between(local("2026-10-24T12:00"), local("2026-10-25T12:00")) == 9 * HOUR


def test_an_hour_that_comes_twice_is_open_twice_and_one_that_is_skipped_never():
    early = schedule({"sun": [["02:00", "03:00"]]})

    assert early.business_seconds_between(local("2026-10-25T00:00"), local("2026-10-25T12:00")) == 2 * HOUR
    assert early.business_seconds_between(local("2026-03-29T00:00"), local("2026-03-29T12:00")) == 0
    assert early.add_business_seconds(local("2026-10-25T02:30"), 45 * 60) == datetime(2026, 10, 25, 1, 15, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_has_no_hours():
    apia = schedule(ALWAYS, "Pacific/Apia")

    between = apia.business_seconds_between(
        local("2011-12-29T00:00", "Pacific/Apia"), local("2012-01-01T00:00", "Pacific/Apia")
    )

    assert between == 48 * HOUR  # the 30th did not happen


def test_a_friday_evening_ticket_before_a_monday_holiday_is_due_on_tuesday():
    whit = schedule(OFFICE, holiday_region="DE")

    due = whit.add_business_seconds(local("2026-05-22T16:30"), 4 * HOUR)  # the 25th is Whit Monday

    assert due == local("2026-05-26T12:30")


def test_lunch_breaks_are_not_counted():
    split = schedule({"mon": [["09:00", "12:30"], ["13:30", "18:00"]]})

    assert split.add_business_seconds(local("2026-11-23T12:00"), HOUR) == local("2026-11-23T14:00")
    assert split.business_seconds_between(local("2026-11-23T12:45"), local("2026-11-23T13:15")) == 0


def test_around_the_clock_is_calendar_time():
    start = datetime(2026, 3, 1, 3, 4, 5, 678, tzinfo=UTC)

    assert schedule(ALWAYS).add_business_seconds(start, 90 * 24 * HOUR) == start + timedelta(days=90)


def test_a_night_shift_runs_into_the_next_day():
    night = schedule({"fri": [["22:00", "06:00"]]})

    assert night.add_business_seconds(local("2026-11-27T23:00"), 2 * HOUR) == local("2026-11-28T01:00")
    assert night.business_seconds_between(local("2026-11-28T00:00"), local("2026-11-28T23:00")) == 6 * HOUR


def test_the_tail_of_a_night_shift_belongs_to_the_date_it_falls_on():
    night = {"fri": [["22:00", "06:00"]]}
    over = (local("2026-11-27T12:00"), local("2026-11-28T12:00"))

    assert schedule(night, holidays=["2026-11-28"]).business_seconds_between(*over) == 2 * HOUR
    assert schedule(night, holidays=["2026-11-27"]).business_seconds_between(*over) == 6 * HOUR


def test_an_interval_that_starts_at_24_00_ends_before_it_starts_and_is_open_after_midnight():
    over = (local("2026-11-27T12:00"), local("2026-11-28T12:00"))

    assert schedule({"fri": [["24:00", "06:00"]]}).business_seconds_between(*over) == 6 * HOUR
    assert schedule({"fri": [["22:00", "24:00"], ["24:00", "06:00"]]}).business_seconds_between(*over) == 8 * HOUR


def test_days_without_hours_are_passed_over():
    three_days = schedule({day: [["09:00", "17:00"]] for day in ("tue", "wed", "fri")})

    assert three_days.add_business_seconds(local("2026-11-25T16:00"), 10 * HOUR) == local("2026-12-01T10:00")


def test_a_pause_across_a_closure_takes_nothing_away():
    office = schedule(OFFICE)
    friday, monday = local("2026-11-27T17:00"), local("2026-11-30T09:00")

    assert office.business_seconds_between(friday, monday) == 0
    assert office.add_business_seconds(friday, HOUR) == office.add_business_seconds(monday, HOUR)


def test_targets_longer_than_a_month_and_spans_of_years():
    office = schedule(OFFICE, holiday_region="DE-BY")

    due = office.add_business_seconds(local("2020-01-01T00:00"), 10_000 * HOUR)

    assert office.business_seconds_between(local("2020-01-01T00:00"), due) == 10_000 * HOUR
    assert due.year == 2024


def test_overlaps_unite():
    overlapping = schedule({"mon": [["09:00", "12:00"], ["11:00", "15:00"], ["10:00", "10:30"]]})

    assert overlapping.business_seconds_between(local("2026-11-23T00:00"), local("2026-11-24T00:00")) == 6 * HOUR


def test_the_end_of_an_interval_is_closed_and_its_start_open():
    office = schedule(OFFICE)

    assert office.is_open(local("2026-11-25T09:00"))
    assert not office.is_open(local("2026-11-25T17:00"))
    assert not office.is_open(local("2026-11-25T08:59:59.999999"))


def test_due_is_the_moment_of_closing_not_the_next_opening():
    office = schedule(OFFICE)

    assert office.add_business_seconds(local("2026-11-25T16:00"), HOUR) == local("2026-11-25T17:00")
    assert office.add_business_seconds(local("2026-11-25T17:00"), 1) == local("2026-11-26T09:00:01")


def test_nothing_added_is_the_start_itself_also_when_closed():
    start = local("2026-11-28T12:00:00.123456")

    assert schedule(OFFICE).add_business_seconds(start, 0) == start
    assert schedule({}).add_business_seconds(start, 0) == start


def test_parts_of_seconds_stay_in_a_due_time_and_are_dropped_from_a_span():
    office = schedule(OFFICE)
    start = local("2026-11-25T16:59:59.400000")

    assert office.add_business_seconds(start, 1) == local("2026-11-26T09:00:00.400000")
    assert office.business_seconds_between(start, local("2026-11-26T09:00:00.399999")) == 0
    assert office.business_seconds_between(start, local("2026-11-26T09:00:00.400000")) == 1


def test_a_span_backwards_is_nothing():
    assert schedule(ALWAYS).business_seconds_between(local("2026-11-25T10:00"), local("2026-11-25T09:00")) == 0


@pytest.mark.parametrize("weekly", [{}, {"mon": []}])
def test_no_open_hours_are_a_clear_refusal(weekly):
    with pytest.raises(NoOpenHours, match="no open hours"):
        schedule(weekly).add_business_seconds(local("2026-11-25T10:00"), 1)
    assert schedule(weekly).business_seconds_between(local("2026-11-25T10:00"), local("2030-11-25T10:00")) == 0


def test_a_closure_of_more_than_five_years_is_one_too_wherever_it_begins():
    closed = [date.fromordinal(date(2026, 11, 30).toordinal() + day).isoformat() for day in range(2200)]
    office = schedule(OFFICE, holidays=closed)

    assert office.add_business_seconds(local("2026-11-27T09:00"), 8 * HOUR) == local("2026-11-27T17:00")
    with pytest.raises(NoOpenHours):
        office.add_business_seconds(local("2026-11-27T09:00"), 8 * HOUR + 1)


def test_naive_datetimes_and_negative_seconds_are_refused():
    office, naive, aware = schedule(OFFICE), datetime(2026, 11, 25, 10), local("2026-11-25T10:00")  # noqa: DTZ001 - on purpose

    for call in (
        lambda: office.business_seconds_between(naive, aware),
        lambda: office.business_seconds_between(aware, naive),
        lambda: office.add_business_seconds(naive, 1),
        lambda: office.add_business_seconds(aware, -1),
    ):
        with pytest.raises(ValueError):
            call()


def test_the_zone_of_a_datetime_changes_nothing():
    office = schedule(OFFICE)
    start, end = local("2026-11-25T10:00"), local("2026-11-26T10:00")

    assert office.business_seconds_between(start.astimezone(ZoneInfo("Asia/Tokyo")), end.astimezone(UTC)) == 8 * HOUR


def test_the_first_and_last_days_of_the_calendar_do_not_fail():
    always = schedule(ALWAYS, "Pacific/Kiritimati")
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

    assert always.business_seconds_between(first, first + timedelta(hours=1)) == HOUR
    assert always.business_seconds_between(last - timedelta(hours=1), last) == HOUR
    assert always.add_business_seconds(last - timedelta(hours=1), HOUR) == last


def test_thousands_of_years_are_no_more_than_thousands_of_looks():
    """Half as many hours as there are in 634 years, which are worked out by 14 of them."""
    half_days = schedule({day: [["00:00", "12:00"]] for day in ALWAYS}, holiday_region="DE-BY")
    start = datetime(2200, 1, 1, tzinfo=UTC)
    worked_out = half_days.business_seconds_between(start, start + timedelta(days=20_000))

    due = half_days.add_business_seconds(start, 10**10)

    assert half_days.business_seconds_between(start, due) == 10**10
    assert half_days.business_seconds_between(start + timedelta(days=20_000), due) == 10**10 - worked_out
    assert due.year == 2833


@pytest.mark.parametrize("seconds", [10**12, 10**30])
def test_what_is_not_over_before_the_last_year_is_said_so(seconds):
    with pytest.raises(ValueError, match="year 10,000"):
        schedule(OFFICE).add_business_seconds(local("2026-11-25T10:00"), seconds)


@pytest.mark.parametrize("year", [1700, 2101, 2104, 2400, 9998])
def test_a_year_that_is_like_others_has_its_own_weekdays_clocks_and_days_off(year):
    holidays = [f"{year}-07-14", f"{year}-01-01", "2060-05-05"]
    week = {**OFFICE, "sun": [["01:30", "02:30"], ["22:00", "06:00"]]}
    data = {"time_zone": "America/New_York", "weekly": week, "holidays": holidays}
    same_without = {**data, "holidays": holidays[2:]}
    for told in (data, same_without):
        for start in (
            datetime(year, 3, 1, tzinfo=UTC),
            datetime(year, 7, 10, tzinfo=UTC),
            datetime(year - 1, 12, 28, tzinfo=UTC),
        ):
            end = start + timedelta(days=20)
            hours = Oracle(told).seconds_between(start, end, step=60)
            assert Schedule.parse(told).business_seconds_between(start, end) == hours
