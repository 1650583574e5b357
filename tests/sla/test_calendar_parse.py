"""What a calendar's plain data may be, and the sentence for everything else."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sla.calendar import Schedule

GOOD = {
    "time_zone": "Europe/Berlin",
    "weekly": {
        "mon": [["09:00", "12:30"], ["13:30", "18:00"]],
        "fri": [["22:00", "06:00"]],
        "sun": [["00:00", "24:00"]],
    },
    "holidays": ["2026-12-25"],
    "holiday_region": "DE-BY",
}


def test_plain_data_becomes_a_schedule():
    schedule = Schedule.parse(GOOD)

    assert schedule.time_zone == ZoneInfo("Europe/Berlin")
    assert schedule.weekly[0] == ((32_400, 45_000), (48_600, 64_800))
    assert schedule.weekly[4] == ((79_200, 108_000),)  # over midnight
    assert schedule.weekly[6] == ((0, 86_400),)
    assert schedule.is_holiday(date(2026, 12, 25))
    assert schedule.is_holiday(date(2027, 1, 6))  # Epiphany in Bavaria
    assert not schedule.is_holiday(date(2027, 1, 7))


def test_equal_data_are_equal_schedules_that_cannot_be_changed():
    schedule = Schedule.parse(GOOD)

    assert schedule == Schedule.parse(GOOD)
    assert hash(schedule) == hash(Schedule.parse(GOOD))
    with pytest.raises(AttributeError):
        schedule.holiday_region = "DE"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"time_zone": "Europe/Atlantis"}, "no time zone “Europe/Atlantis”"),
        ({"time_zone": ""}, "which time zone"),
        ({"time_zone": None}, "which time zone"),
        ({"time_zone": "../etc/passwd"}, "no time zone"),
        ({"time_zone": "Europe"}, "no time zone"),
        ({"weekly": [["09:00", "17:00"]]}, "Weekly hours"),
        ({"weekly": {"monday": []}}, "no day “monday”"),
        ({"weekly": {1: []}}, "no day “1”"),
        ({"weekly": {"mon": [["09:00", "09:00"]]}}, "starts and ends at 09:00"),
        ({"weekly": {"mon": [["24:00", "24:00"]]}}, "starts and ends at 24:00"),
        ({"weekly": {"mon": [["24:00", "00:00"]]}}, "the same moment"),
        ({"weekly": {"MON": []}}, "no day “MON”"),
        ({"weekly": {"mon": [["9:00", "17:00"]]}}, "“9:00” on mon is no time"),
        ({"weekly": {"mon": [["09:00", "24:01"]]}}, "“24:01” on mon is no time"),
        ({"weekly": {"mon": [["09:60", "17:00"]]}}, "no time"),
        ({"weekly": {"mon": [["09:00", 1020]]}}, "“1020” on mon is no time.*in quotation marks"),
        ({"weekly": {"mon": [["09:00"]]}}, "a start and an end"),
        ({"weekly": {"mon": ["09:00", "17:00"]}}, "a start and an end"),
        ({"weekly": {"mon": "09:00-17:00"}}, "is a list"),
        ({"weekly": {"mon": ""}}, "“mon” is a list"),
        ({"weekly": {"mon": 0}}, "“mon” is a list"),
        ({"weekly": {"mon": {}}}, "“mon” is a list"),
        ({"weekly": {"mon": [["0\N{ARABIC-INDIC DIGIT NINE}:00", "17:00"]]}}, "no time"),
        ({"holidays": False}, "“holidays” is a list"),
        ({"holidays": ["2026-02-30"]}, "“2026-02-30” is no date"),
        ({"holidays": ["20261225"]}, "no date"),
        ({"holidays": [20261225]}, "no date"),
        ({"holidays": [datetime(2026, 12, 25, tzinfo=UTC)]}, "no date"),
        ({"holidays": "2026-12-25"}, "is a list"),
        ({"holiday_region": "DE-XX"}, "no holidays known of “DE-XX”"),
        ({"holiday_region": "Atlantis"}, "no holidays known"),
        ({"holiday_region": 49}, "no holidays known"),
        ({"holiday_region": "de"}, "no holidays known"),
        ({"holiday_region": "DE-"}, "no holidays known"),
        ({"holiday_region": "__init__"}, "no holidays known"),
        ({"holiday_region": "HolidayBase"}, "no holidays known"),
        ({"hours": {}}, "has no “hours”"),
    ],
)
def test_what_is_wrong_is_said(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        Schedule.parse({**GOOD, **change})


@pytest.mark.parametrize(
    "nothing", [{"weekly": None}, {"weekly": {"mon": None}}, {"holidays": None}, {"holiday_region": None}]
)
def test_a_key_without_a_value_says_nothing(nothing):
    assert Schedule.parse({"time_zone": "UTC", **nothing}) == Schedule.parse({"time_zone": "UTC"})


def test_days_off_may_be_dates_as_yaml_reads_them():
    assert Schedule.parse({**GOOD, "holidays": [date(2026, 12, 25)]}) == Schedule.parse(GOOD)


@pytest.mark.parametrize("data", [None, [], "Europe/Berlin"])
def test_no_object_is_no_calendar(data):
    with pytest.raises(ValueError, match="time zone and weekly hours"):
        Schedule.parse(data)


def test_what_is_wrong_is_said_without_settings_too():
    program = """
from datetime import UTC, datetime
from sla.calendar import NoOpenHours, Schedule
for data in ({"time_zone": "Mars/Olympus"}, {"time_zone": "UTC"}):
    try:
        Schedule.parse(data).add_business_seconds(datetime(2026, 1, 1, tzinfo=UTC), 1)
    except (ValueError, NoOpenHours) as error:
        print(type(error).__name__, error)
"""
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run([sys.executable, "-c", program], env=bare, capture_output=True, text=True, timeout=60)

    said = done.stdout.splitlines()
    assert [line.split()[0] for line in said] == ["ValueError", "NoOpenHours"], done.stderr
    assert "Mars/Olympus" in said[0]
