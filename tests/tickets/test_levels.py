"""How long levels held a ticket, and how often it turned around: from its events alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tickets.actions import accept_escalation, decline_escalation, escalate, reopen, solve
from tickets.events import EventKind
from tickets.levels import Stay, held_seconds, moves_on, ping_pongs, stays_of, stays_on
from tickets.models import Event

WHY = {"reason": "r", "tried": "t", "asked": "a"}
START = datetime(2026, 1, 1, tzinfo=UTC)


def minutes(count: int) -> datetime:
    return START + timedelta(minutes=count)


def log(*steps: dict) -> list[Event]:
    """The opening at level 1, then one event a minute with these changes."""
    opened = Event(seq=1, kind=EventKind.OPENED, at=START, data={"snapshot": {"level": 1, "status": "new"}})
    later = [
        Event(seq=place + 2, kind="x", at=minutes(place + 1), data={"changes": step})
        for place, step in enumerate(steps)
    ]
    return [opened, *later]


def test_a_stay_lasts_from_coming_to_the_level_until_leaving_it():
    stays = stays_of(log({"level": [1, 2]}, {"assignee_id": [None, 3]}, {"level": [2, 1]}))

    assert stays == [Stay(1, minutes(0), minutes(1)), Stay(2, minutes(1), minutes(3)), Stay(1, minutes(3))]
    assert held_seconds(stays, minutes(5)) == {1: 180, 2: 120}


def test_nobody_holds_what_is_solved():
    stays = stays_of(log({"status": ["new", "solved"]}, {"subject": ["a", "b"]}, {"status": ["solved", "open"]}))

    assert stays == [Stay(1, minutes(0), minutes(1)), Stay(1, minutes(3))]


def test_going_up_twice_is_no_turning_around():
    assert ping_pongs(log({"level": [1, 2]}, {"level": [2, 3]})) == 0
    assert ping_pongs(log({"level": [1, 2]}, {"level": [2, 1]}, {"level": [1, 2]})) == 2


# How fast examples come says something of the machine only.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(1, 3), max_size=20))
def test_stays_follow_one_another_without_gap_and_every_second_belongs_to_one_level(levels):
    steps, level = [], 1
    for after in levels:
        steps.append({"level": [level, after]} if after != level else {})
        level = after
    stays = stays_of(log(*steps))
    turns = ping_pongs(log(*steps))

    assert [stay.until for stay in stays[:-1]] == [stay.since for stay in stays[1:]]
    assert all(before.level != after.level for before, after in zip(stays, stays[1:], strict=False))
    end = minutes(len(levels) + 1)
    assert sum(held_seconds(stays, end).values()) == (end - START).total_seconds()
    assert 0 <= turns <= max(0, len(stays) - 2)


@pytest.mark.django_db
def test_acceptance_begins_no_new_stay(ticket, agent, agent_l2, specialists):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    accept_escalation(ticket, actor=agent_l2)
    solve(ticket, actor=agent_l2)
    reopen(ticket, actor=agent_l2)
    escalate(ticket, actor=agent_l2, to_level=3, **WHY)

    assert [stay.level for stay in stays_on(ticket)] == [1, 2, 2, 3]
    assert stays_on(ticket) == stays_of(ticket.events.order_by("seq"))


@pytest.mark.django_db
def test_what_is_declined_has_turned_around(ticket, agent, agent_l2, specialists):
    escalate(ticket, actor=agent, to_level=2, **WHY)
    decline_escalation(ticket, actor=agent_l2, reason="No")

    assert ping_pongs(moves_on(ticket)) == 1
