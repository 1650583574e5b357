"""Days off from a calendar file, as programs and public bodies write them."""

from datetime import UTC, date, tzinfo
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from sla.days_in_file import NoCalendarFile, days_in_file

TODAY = date(2026, 11, 26)


def days(*events: str, zone: tzinfo = UTC) -> dict[str, str]:
    inside = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events)
    )
    return days_in_file(file_of(inside).encode(), today=TODAY, zone=zone)


def file_of(inside: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n"


def test_each_day_of_an_event_has_its_name():
    found = days("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261226\r\nSUMMARY:Company  holiday")

    assert found == {"2026-12-24": "Company holiday", "2026-12-25": "Company holiday"}


@pytest.mark.parametrize("ends", ["DTEND;VALUE=DATE:20261226", "DURATION:P2D"])
def test_an_end_may_be_a_length(ends):
    assert list(days(f"DTSTART;VALUE=DATE:20261224\r\n{ends}")) == ["2026-12-24", "2026-12-25"]


def test_without_an_end_it_is_one_day():
    assert days("DTSTART;VALUE=DATE:20261224") == {"2026-12-24": ""}


def test_midnight_to_midnight_is_a_whole_day_and_an_hour_is_none():
    assert list(days("DTSTART:20261228T000000\r\nDTEND:20261229T000000")) == ["2026-12-28"]
    assert days("DTSTART:20261228T090000\r\nDTEND:20261228T100000", "DTSTART:20261228T000000") == {}


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        ("Europe/Berlin", "20261223T230000Z", "20261225T230000Z"),
        ("America/Los_Angeles", "20261224T080000Z", "20261226T080000Z"),
        ("Europe/Berlin", "20270327T230000Z", "20270328T220000Z"),  # a day of 23 hours
    ],
)
def test_whole_days_may_be_written_by_their_hours_in_utc(zone, start, end):
    found = days(f"DTSTART:{start}\r\nDTEND:{end}", zone=ZoneInfo(zone))

    assert list(found) == (["2026-12-24", "2026-12-25"] if start.startswith("2026") else ["2027-03-28"])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/London", "America/New_York"])
def test_a_whole_day_of_another_zone_is_that_day_where_the_program_says_so(zone):
    event = "DTSTART:20261223T230000Z\r\nDTEND:20261224T230000Z"
    says_so = f"{event}\r\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE"

    assert list(days(says_so, zone=ZoneInfo(zone))) == ["2026-12-24"]
    assert bool(days(event, zone=ZoneInfo(zone))) == (zone == "Europe/Berlin")


def test_what_repeats_by_hours_in_utc_ends_on_the_day_that_is_meant():
    found = days(
        "DTSTART:20261203T230000Z\r\nDTEND:20261204T230000Z\r\nRRULE:FREQ=WEEKLY;UNTIL=20261217T230000Z\r\n"
        "EXDATE:20261210T230000Z",
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert list(found) == ["2026-12-04", "2026-12-18"]


def test_what_cannot_be_read_or_was_cancelled_does_not_hold_up_the_others():
    found = days(
        "SUMMARY:No day",
        "DTSTART;VALUE=DATE:20269999",
        "DTSTART;VALUE=DATE:20261130\r\nSTATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20261231\r\nSUMMARY:Silvester",
    )

    assert found == {"2026-12-31": "Silvester"}


def test_what_comes_again_is_written_out_for_the_years_ahead():
    found = days("DTSTART;VALUE=DATE:20100106\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20280106")

    assert list(found) == ["2025-01-06", "2026-01-06", "2027-01-06", "2029-01-06", "2030-01-06", "2031-01-06"]


def test_a_rule_with_an_end_ends():
    assert len(days("DTSTART;VALUE=DATE:20261204\r\nRRULE:FREQ=WEEKLY;UNTIL=20261218T235959Z")) == 3
    assert len(days("DTSTART;VALUE=DATE:20261204\r\nRRULE:FREQ=MONTHLY;COUNT=2;BYDAY=1FR")) == 2


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=1;BYHOUR=1,2;BYSECOND=3,4"]
)
def test_a_rule_of_less_than_days_is_that_day_alone(rule):
    assert list(days(f"DTSTART;VALUE=DATE:20261224\r\nRRULE:{rule}")) == ["2026-12-24"]


@pytest.mark.parametrize("content", [b"", b"not a calendar", b"\xff\xfe\x00B", b"<html></html>"])
def test_another_file_is_refused(content):
    with pytest.raises(NoCalendarFile):
        days_in_file(content, today=TODAY)


def test_a_mark_of_utf_8_before_it_does_no_harm():
    assert days_in_file(b"\xef\xbb\xbfBEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n", today=TODAY) == {}


def test_one_of_many_that_was_moved_or_cancelled_is_not_on_its_usual_day():
    found = days_in_file(
        file_of(
            "BEGIN:VEVENT\r\nUID:a\r\nDTSTART;VALUE=DATE:20260105\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\nEND:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;VALUE=DATE:20260112\r\nDTSTART;VALUE=DATE:20260113\r\nEND:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID;VALUE=DATE:20260119\r\nDTSTART;VALUE=DATE:20260119\r\n"
            "STATUS:CANCELLED\r\nEND:VEVENT\r\n"
        ).encode(),
        today=TODAY,
    )
    assert sorted(found) == ["2026-01-05", "2026-01-13", "2026-01-26"]


def test_single_days_may_stand_beside_a_rule():
    assert list(days("DTSTART;VALUE=DATE:20260105\r\nRDATE;VALUE=DATE:20260202,20260303")) == [
        "2026-01-05", "2026-02-02", "2026-03-03",
    ]  # fmt: skip


def test_easter_moves():
    found = days("DTSTART;VALUE=DATE:20260403\r\nRRULE:FREQ=YEARLY;BYEASTER=-2;UNTIL=20291231")

    assert list(found) == ["2026-04-03", "2027-03-26", "2028-04-14", "2029-03-30"]


def test_a_rule_of_another_calendar_is_that_day_alone():
    assert list(days("DTSTART;VALUE=DATE:20260217\r\nRRULE:RSCALE=CHINESE;FREQ=YEARLY")) == ["2026-02-17"]


def test_a_rule_that_never_comes_true_is_found_to_soon():
    began = process_time()

    assert days("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == {}
    assert process_time() - began < 5  # of all years to come: twenty times as long


@pytest.mark.parametrize("code", ["utf-8", "cp1252", "utf-16"])
def test_a_name_in_the_letters_of_older_programs(code):
    content = file_of("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:Für alle\r\nEND:VEVENT\r\n").encode(code)

    assert days_in_file(content, today=TODAY) == {"2026-01-01": "Für alle"}


def test_a_line_may_be_folded_within_a_letter():
    content = file_of("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:Für\r\nEND:VEVENT\r\n").encode()

    assert days_in_file(content.replace(b"\xc3", b"\xc3\r\n "), today=TODAY) == {"2026-01-01": "Für"}


def test_lines_may_end_with_a_carriage_return_alone():
    content = file_of("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:New \r\n Year\r\nEND:VEVENT\r\n").encode()

    assert days_in_file(content.replace(b"\r\n", b"\r"), today=TODAY) == {"2026-01-01": "New Year"}


def test_two_calendars_in_one_file_are_both_read():
    day = "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2026122%s\r\nEND:VEVENT\r\n"
    content = (file_of(day % 4) + file_of(day % 5)).encode()

    assert list(days_in_file(content, today=TODAY)) == ["2026-12-24", "2026-12-25"]
