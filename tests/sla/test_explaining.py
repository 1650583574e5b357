"""Why a deadline is when it is, told stretch by stretch."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk import clock
from sla.explaining import explain
from sla.models import Policy
from tests.factories import make_ticket
from tests.sla.making import HOUR, START, after, goal, make_calendar, make_policy, targets
from tickets.actions import close, reply, set_priority, set_status, solve
from tickets.content import Body
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

ONLY_RESOLUTION = {"first_response": None, "next_response": None, "level": None}


@pytest.fixture
def ticket(customer) -> Ticket:
    """Opened on a Wednesday at ten; Thursday is a holiday, and eight hours of the office's are promised."""
    office = make_calendar(holidays=["2026-11-26"])
    office.current.day_names = {"2026-11-26": "Thanksgiving"}
    office.current.save()
    make_policy("Office", calendar=office, targets=targets(**ONLY_RESOLUTION, resolution=goal(8 * HOUR, business=True)))
    with clock.at(START):
        return make_ticket(requester=customer)


def told(ticket, at):
    with clock.at(at):
        (explanation,) = explain(ticket)
    return explanation


def lines(explanation):
    return [(str(segment.kind), segment.reason, segment.start, segment.end) for segment in explanation.segments]


def test_each_stretch_has_its_reason(ticket):
    explanation = told(ticket, after(hours=1))

    assert (explanation.policy, explanation.calendar, explanation.zone) == ("Office", "Office", "UTC")
    assert explanation.due == after(days=2)  # Friday ten o'clock
    assert lines(explanation) == [
        ("counted", "Counted: open", START, after(hours=7)),
        ("closed", "Closed", after(hours=7), after(hours=14)),
        ("holiday", "Holiday: Thanksgiving", after(hours=14), after(hours=38)),
        ("closed", "Closed", after(hours=38), after(hours=47)),
        ("counted", "Counted: open", after(hours=47), after(hours=48)),
    ]
    assert explanation.used.total_seconds() == HOUR


def test_what_is_counted_adds_up_to_what_was_promised(ticket):
    explanation = told(ticket, after(hours=1))

    counted = sum(segment.length.total_seconds() for segment in explanation.segments if segment.kind == "counted")
    assert counted == explanation.clock.seconds
    assert sum(share for _segment, share in explanation.shares()) == pytest.approx(100, abs=0.1)


def test_a_pause_says_for_what(ticket, agent):
    with clock.at(after(hours=1)):
        set_status(ticket, actor=agent, status="pending")
    with clock.at(after(hours=2)):
        set_status(ticket, actor=agent, status="on_hold")

    explanation = told(ticket, after(hours=3))

    assert explanation.due is None
    assert explanation.clock.seconds - explanation.used.total_seconds() == 7 * HOUR
    assert [segment.reason for segment in explanation.segments] == [
        "Counted: open",
        "The clock stands still: Waiting on customer",
        "The clock stands still: On hold",
    ]


def test_a_holiday_of_the_region_is_called_by_its_name(customer):
    berlin = make_calendar("Berlin", zone="Europe/Berlin", holiday_region="DE-BE")
    make_policy(calendar=berlin, targets=targets(**ONLY_RESOLUTION, resolution=goal(16 * HOUR, business=True)))
    with clock.at(START.replace(month=12, day=24)):
        ticket = make_ticket(requester=customer)
        (explanation,) = explain(ticket)

    assert "Holiday: Christmas Day" in [segment.reason for segment in explanation.segments]


def test_what_ended_is_told_to_its_end(ticket, agent):
    with clock.at(after(hours=1)):
        solve(ticket, actor=agent)
        close(ticket, actor=agent)

    explanation = told(ticket, after(days=30))

    assert (explanation.clock.state, explanation.segments[-1].end) == ("met", after(hours=1))


def test_calendar_time_is_counted_around_the_clock(customer, agent):
    make_policy()
    with clock.at(START):
        ticket = make_ticket(requester=customer)
        reply(ticket, actor=agent, body=Body.from_text("Here."), seen_seq=1)
        explanations = explain(ticket)

    assert {each.clock.target.value for each in explanations} == {"first_response", "resolution", "level"}
    assert explanations[-1].clock.target == "first_response"  # what runs comes first
    running = explanations[0]
    assert {segment.reason for segment in running.segments} == {"Counted around the clock"}
    assert running.calendar == ""


def test_after_the_deadline_only_how_late_it_is_is_told(ticket):
    explanation = told(ticket, after(days=7))

    assert explanation.promised[-1].end == explanation.due == after(days=2)
    assert sum(one.length.total_seconds() for one in explanation.promised if one.kind == "counted") == 8 * HOUR
    assert explanation.late == explanation.used - timedelta(hours=8)
    assert told(ticket, after(days=1)).late is None


def test_when_another_promise_came_to_hold_is_told_and_not_of_what_was_missed_before(ticket, agent):
    Policy.objects.update(position=1)
    make_policy(
        "Urgent", conditions={"field": "priority", "is": [4]},
        targets=targets(**ONLY_RESOLUTION, resolution=goal(HOUR)),
    )  # fmt: skip
    with clock.at(after(minutes=30)):
        set_priority(ticket, actor=agent, priority=4)
    with clock.at(after(hours=2)):
        set_priority(ticket, actor=agent, priority=2)

    explanation = told(ticket, after(hours=3))

    assert (explanation.policy, explanation.due) == ("Urgent", after(hours=1))
    assert [(change.at, change.reason) for change in explanation.changes] == [
        (after(minutes=30), "“Urgent” came to hold, and counts since then for all of this time"),
    ]


def test_a_night_in_which_the_clocks_are_changed_says_so(customer):
    nights = make_calendar("Nights", zone="Europe/Berlin", weekly={"sat": [["22:00", "06:00"]]})
    make_policy(calendar=nights, targets=targets(**ONLY_RESOLUTION, resolution=goal(9 * HOUR, business=True)))
    with clock.at(datetime(2026, 10, 24, 12, tzinfo=UTC)):
        ticket = make_ticket(requester=customer)
        (explanation,) = explain(ticket)

    counted = [one for one in explanation.segments if one.kind == "counted"]
    assert [(one.reason, one.length) for one in counted] == [
        ("Counted: open, while the clocks were changed", timedelta(hours=9))
    ]
