"""Why a promise was broken: what took most of its time, worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metrics.keeping import keep_stale
from metrics.models import ClockFacts
from metrics.reasons import Reason, reason_of, standings, taken_by
from sla.calendar import Schedule
from sla.counted import Counted
from sla.terms import Target
from tests.metrics.living import at as hours_after
from tests.metrics.living import fresh, opened
from tests.sla.making import make_policy
from tickets import actions

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORKDAYS = Schedule.parse(
    {"time_zone": "UTC", "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}}
)
HOUR = timedelta(hours=1)


class Office:
    """Open from nine to five on workdays."""

    def schedule(self, calendar: int) -> Schedule:
        return WORKDAYS

    def default_calendar(self, at: datetime) -> int | None:
        return 1

    def restated(self, calendar: int, at: datetime) -> tuple[int, int | None]:
        return calendar, None


class Event:
    def __init__(self, hours: float, **data):
        self.kind, self.at, self.data = "", MONDAY + hours * HOUR, data


def opening(**columns):
    return Event(0, snapshot={"status": "new", "team_id": 1, "level": 1, "assignee_id": None, **columns})


def change(hours: float, **columns):
    return Event(hours, changes={name: [None, value] for name, value in columns.items()})


def clock(hours: float, due: float, *, since: float | None = 0, runs=()) -> Counted:
    spans = [(MONDAY + start * HOUR, MONDAY + end * HOUR) for start, end in runs]
    since_at = None if since is None else MONDAY + since * HOUR
    return Counted(
        Target.RESOLUTION, 1, MONDAY + hours * HOUR, since_at, runs=spans, due=MONDAY + due * HOUR, is_breached=True
    )


# Each clock begins at nine and was due at 13:00, in business time.
CASES = [
    ("nobody took it", [opening()], Reason.UNTAKEN),
    ("taken after three of four hours", [opening(), change(3, assignee_id=5)], Reason.UNTAKEN),
    ("taken after one", [opening(), change(1, assignee_id=5)], Reason.AGENT),
    ("escalated after one", [opening(), change(1, level=2, team_id=2)], Reason.ELSEWHERE),
    ("there, and taken", [opening(), change(1, level=2, team_id=2), change(1.1, assignee_id=9)], Reason.ELSEWHERE),
    ("gone and back in an hour", [opening(assignee_id=5), change(1, level=2), change(2, level=1)], Reason.AGENT),
    ("waiting for the customer", [opening(assignee_id=5), change(0.5, status="pending")], Reason.CUSTOMER),
    ("on hold", [opening(assignee_id=5), change(0.5, status="on_hold")], Reason.OTHERS),
    ("two hours each: who stands first", [opening(), change(2, assignee_id=5)], Reason.UNTAKEN),
    ("what came after the deadline counts nothing", [opening(), change(4.5, assignee_id=5)], Reason.UNTAKEN),
]


@pytest.mark.parametrize(("_case", "events", "reason"), CASES)
def test_the_reason_is_what_took_most_of_the_time(_case, events, reason):
    assert reason_of(clock(0, 4), standings(events), Office(), in_business_time=True) == reason


def test_around_the_clock_what_lies_outside_opening_hours_is_that():
    """From nine to nine the next day: 8 hours open and 16 closed."""
    where = standings([opening(assignee_id=5)])

    assert taken_by(clock(0, 24), where, Office(), in_business_time=False) == {
        Reason.AGENT: 8 * HOUR,
        Reason.CLOSED: 16 * HOUR,
    }
    assert reason_of(clock(0, 24), where, Office(), in_business_time=True) == Reason.AGENT


def test_stretches_in_which_the_clock_stood_still_count_nothing():
    """An hour untaken, then a pause, then two hours with its agent."""
    where = standings([opening(), change(1, assignee_id=5)])

    taken = taken_by(clock(0, 6, since=4, runs=[(0, 1)]), where, Office(), in_business_time=True)

    assert taken == {Reason.UNTAKEN: HOUR, Reason.AGENT: 2 * HOUR}


HAPPENINGS = st.tuples(
    st.integers(1, 30),
    st.sampled_from(
        [
            {"assignee_id": 5},
            {"assignee_id": None},
            {"level": 2},
            {"level": 1},
            {"status": "pending"},
            {"status": "open"},
        ]
    ),
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HAPPENINGS, max_size=8), st.integers(1, 40))
def test_all_time_until_the_deadline_is_put_down_to_something(happenings, due):
    where = standings(
        [opening(), *(change(at, **columns) for at, columns in sorted(happenings, key=lambda one: one[0]))]
    )

    taken = taken_by(clock(0, due), where, Office(), in_business_time=False)

    assert sum(taken.values(), timedelta(0)) == due * HOUR


@pytest.mark.django_db
def test_facts_keep_it_with_the_broken_clock_alone(customer, agent):
    """Promised within an hour; nobody took it for two."""
    make_policy()
    ticket = opened(customer)
    with hours_after(2):
        actions.assign(fresh(ticket), actor=agent, assignee=agent)
    keep_stale()

    reasons = dict(ClockFacts.objects.filter(ticket=ticket.pk).values_list("target", "reason"))

    assert reasons["first_response"] == Reason.UNTAKEN
    assert set(reasons.values()) <= {"", Reason.UNTAKEN}
