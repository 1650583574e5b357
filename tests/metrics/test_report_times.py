"""When a mail with figures is due and what it is about, as a property and by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.report_times import Timing

BERLIN = ZoneInfo("Europe/Berlin")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # zone given
TIMINGS = st.builds(
    Timing,
    rhythm=st.sampled_from(["daily", "weekly", "monthly"]),
    at=st.times().map(lambda found: found.replace(second=0, microsecond=0)),
    zone=st.sampled_from([BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia"), UTC]).map(
        lambda zone: ZoneInfo("UTC") if zone is UTC else zone
    ),
    weekday=st.integers(1, 7),
    day=st.integers(1, 31),
)


@given(TIMINGS, MOMENTS)
def test_each_period_follows_the_one_before_without_gap_or_overlap(timing, moment):
    first = timing.next_after(moment)
    second = timing.next_after(first)
    before, after = timing.period_of(first), timing.period_of(second)

    assert moment < first < second
    assert after.first == before.last + timedelta(days=1)
    assert before.end <= first


@pytest.mark.parametrize(
    ("timing", "after", "due", "days"),
    [
        # Clocks go forward in the night to 29 March 2026: 8:00 is 7:00 UTC before and 6:00 UTC after.
        (Timing("daily", time(8), BERLIN), "2026-03-28T07:00", "2026-03-29T06:00", ("2026-03-28", "2026-03-28")),
        # 2:30 is skipped that night: an hour later.
        (Timing("daily", time(2, 30), BERLIN), "2026-03-28T12:00", "2026-03-29T01:30", ("2026-03-28", "2026-03-28")),
        # Monday, 2 March, about Monday to Sunday before.
        (
            Timing("weekly", time(8), BERLIN, weekday=1),
            "2026-02-25T00:00",
            "2026-03-02T07:00",
            ("2026-02-23", "2026-03-01"),
        ),
        # The 31st of a February is its 28th; the mail is about January.
        (
            Timing("monthly", time(0), BERLIN, day=31),
            "2026-02-01T00:00",
            "2026-02-27T23:00",
            ("2026-01-01", "2026-01-31"),
        ),
    ],
)
def test_by_hand(timing, after, due, days):
    found = timing.next_after(datetime.fromisoformat(after).replace(tzinfo=UTC))
    period = timing.period_of(found)

    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert (period.first, period.last) == tuple(map(date.fromisoformat, days))
