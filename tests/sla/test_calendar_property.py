"""Business time against a second-by-second oracle: random calendars, zones, changes of the clocks."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sla.calendar import Schedule
from tests.sla.oracle import NAMES, Oracle

# Beside ordinary ones: half an hour of summer time, a skipped day, quarter hours, seconds east of UTC, changes at midnight.
AROUND = {
    "Europe/Berlin": ("2026-03-29T01:00", "2026-10-25T01:00"),
    "America/New_York": ("2026-03-08T07:00", "2026-11-01T06:00"),
    "Australia/Lord_Howe": ("2026-04-04T15:00", "2026-10-03T15:30"),
    "Australia/Sydney": ("2026-04-04T16:00", "2026-10-03T16:00"),
    "America/Santiago": ("2026-04-05T03:00", "2026-09-06T04:00"),
    "Pacific/Apia": ("2011-12-30T10:00", "2011-09-24T11:00"),
    "Pacific/Chatham": ("2026-04-04T14:00",),
    "Asia/Kathmandu": ("1985-12-31T18:30", "2026-01-01T00:00"),
    "Asia/Kolkata": ("2026-08-15T00:00",),
    "Africa/Casablanca": ("2026-02-15T02:00", "2026-03-22T02:00"),
    "Africa/Monrovia": ("1972-01-07T00:44:30",),
    "Europe/Amsterdam": ("1937-07-01T00:00", "1916-04-30T23:40:28"),
    "Europe/Dublin": ("1916-10-01T02:25:21",),
    "America/Havana": ("2026-03-08T05:00", "2026-11-01T05:00"),
    "Asia/Manila": ("1844-12-30T16:04",),
    "America/Juneau": ("1867-10-18T15:02:19",),
    "Africa/Freetown": ("1939-09-05T01:00",),
    "UTC": ("2026-12-31T23:59:59",),
}

minutes = st.integers(0, 24 * 60 - 1)


def _face(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def intervals(draw):
    start = draw(minutes)
    end = draw(st.one_of(st.just(24 * 60), minutes))
    if start == end:
        return [_face(start), "24:00"]
    # 24:00 to something later than 00:00 runs over midnight, too.
    return ["24:00" if 0 < end < 24 * 60 and draw(st.integers(0, 15)) == 0 else _face(start), _face(end)]


@st.composite
def cases(draw, longest: int):
    zone = draw(st.sampled_from(sorted(AROUND)))
    moment = datetime.fromisoformat(draw(st.sampled_from(AROUND[zone]))).replace(tzinfo=UTC)
    start = moment + timedelta(seconds=draw(st.integers(-longest, longest // 3)))
    near = [(moment.date() + timedelta(days=day)).isoformat() for day in range(-3, 4)]
    data = {
        "time_zone": zone,
        "weekly": draw(st.dictionaries(st.sampled_from(NAMES), st.lists(intervals(), max_size=4))),
        "holidays": draw(st.lists(st.sampled_from(near), max_size=2)),
    }
    return data, start


@settings(max_examples=60, deadline=None)
@given(case=cases(longest=20_000), length=st.integers(-10, 20_000), sub_second=st.integers(0, 999_999))
def test_seconds_between_are_those_that_are_open(case, length, sub_second):
    data, start = case
    end = start + timedelta(seconds=length)
    schedule, oracle = Schedule.parse(data), Oracle(data)

    told = oracle.seconds_between(start, end)

    assert schedule.business_seconds_between(start, end) == told
    # A part of a second at both ends is dropped when it does not make a whole one.
    shift = timedelta(microseconds=sub_second)
    shifted = told * 1_000_000
    shifted -= sub_second if length > 0 and oracle.is_open(start) else 0
    shifted += sub_second if length > 0 and oracle.is_open(end) else 0
    assert schedule.business_seconds_between(start + shift, end + shift) == max(0, shifted // 1_000_000)


@settings(max_examples=60, deadline=None)
@given(case=cases(longest=12_000), wait=st.integers(0, 12_000))
def test_adding_finds_the_first_instant_with_so_much_open_before_it(case, wait):
    data, start = case
    oracle = Oracle(data)
    seconds = oracle.seconds_between(start, start + timedelta(seconds=wait))

    due = Schedule.parse(data).add_business_seconds(start, seconds)

    assert due == oracle.add(start, seconds)
    assert due.tzinfo is UTC


@settings(max_examples=60, deadline=None)
@given(case=cases(longest=600_000), length=st.integers(0, 14 * 24 * 60))
def test_weeks_are_counted_as_minutes_are(case, length):
    """Where all happens on whole minutes, a minute stands for its seconds."""
    data, start = case
    start = start.replace(second=0)
    if start.year < 1980:
        data["time_zone"] = "Europe/Berlin"
        start = start.replace(year=2026)
    end = start + timedelta(minutes=length)
    oracle, schedule = Oracle(data), Schedule.parse(data)

    told = oracle.seconds_between(start, end, step=60)

    assert schedule.business_seconds_between(start, end) == told
    assert schedule.add_business_seconds(start, told) == oracle.add(start, told, step=60)


@settings(max_examples=100, deadline=None)
@given(
    case=cases(longest=10_000_000),
    seconds=st.integers(1, 3_000_000),
    sub_second=st.integers(0, 999_999),
)
def test_adding_and_counting_agree_on_long_spans(case, seconds, sub_second):
    data, start = case
    schedule = Schedule.parse({**data, "weekly": {**data["weekly"], "wed": [["09:00", "17:00"]]}})
    start += timedelta(microseconds=sub_second)

    due = schedule.add_business_seconds(start, seconds)

    assert schedule.business_seconds_between(start, due) == seconds
    assert schedule.business_seconds_between(start, due - timedelta(microseconds=1)) == seconds - 1


@settings(max_examples=80, deadline=None)
@given(case=cases(longest=30_000_000), lengths=st.lists(st.integers(0, 40_000_000), min_size=2, max_size=2))
def test_spans_that_meet_add_up(case, lengths):
    data, start = case
    schedule = Schedule.parse(data)
    middle = start + timedelta(seconds=lengths[0])
    end = middle + timedelta(seconds=lengths[1])

    parts = schedule.business_seconds_between(start, middle) + schedule.business_seconds_between(middle, end)

    assert parts == schedule.business_seconds_between(start, end)


def test_the_holidays_of_a_region_are_days_like_ones_own():
    data = {"time_zone": "Europe/Berlin", "weekly": {"wed": [["00:00", "24:00"]], "thu": [["22:00", "03:00"]]}}
    three_kings = date(2027, 1, 6)  # a Wednesday, free in Bavaria
    start = datetime(2027, 1, 5, 20, tzinfo=UTC)
    end = start + timedelta(days=3)

    schedule = Schedule.parse({**data, "holiday_region": "DE-BY"})

    told = Oracle(data, more_holidays=frozenset({three_kings})).seconds_between(start, end, step=60)
    assert schedule.business_seconds_between(start, end) == told == 5 * 3600
