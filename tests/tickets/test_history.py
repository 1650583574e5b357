"""The log alone is enough to rebuild a ticket at any event."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from helpdesk import clock
from tests.factories import make_ticket
from tickets.actions import assign, escalate, hand_back, receive_message, reply, set_priority, solve, tag
from tickets.content import Body
from tickets.events import EventKind, snapshot
from tickets.history import contradictions, state_at
from tickets.models import Channel, Event, Level, Priority, Status, Ticket

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def told(customer: User, agent: User, agent_l2: User) -> Ticket:
    """A ticket with a long life: answered, escalated, handed back, solved, reopened."""
    with clock.at(START):
        ticket = make_ticket(requester=customer, tags=["billing"])
    acts = (
        lambda: assign(ticket, actor=agent, assignee=agent),
        lambda: tag(ticket, actor=agent, add=["refund"], remove=["billing"]),
        lambda: set_priority(ticket, actor=agent, priority=Priority.HIGH),
        lambda: reply(ticket, actor=agent, body=Body.from_text("Soon."), seen_seq=1, status=Status.PENDING),
        lambda: receive_message(ticket, actor=customer, body=Body.from_text("And now?"), channel=Channel.EMAIL),
        lambda: escalate(ticket, actor=agent, to_level=Level.SPECIALIST, reason="r", tried="t", asked="a"),
        lambda: hand_back(ticket, actor=agent_l2, answer="Try this."),
        lambda: solve(ticket, actor=agent),
        lambda: receive_message(ticket, actor=customer, body=Body.from_text("Not yet."), channel=Channel.EMAIL),
    )
    for hour, act in enumerate(acts, start=1):
        with clock.at(START + timedelta(hours=hour)):
            act()
    return Ticket.objects.get(pk=ticket.pk)


def test_the_events_of_a_long_life_rebuild_its_columns_and_tags(told: Ticket) -> None:
    events = list(told.events.all())

    state = state_at(events)

    assert state.columns == snapshot(told)
    assert state.tags == {"refund"}
    assert list(contradictions(told, events)) == []


def test_any_earlier_event_gives_the_ticket_as_it_was(told: Ticket, agent: User) -> None:
    def as_of(kind: EventKind) -> dict:
        last = told.events.get(kind=kind)
        return state_at(told.events.filter(seq__lte=last.seq)).columns

    assert as_of(EventKind.OPENED)["status"] == Status.NEW
    assert as_of(EventKind.REPLIED)["first_reply_at"] == (START + timedelta(hours=4)).isoformat()
    assert as_of(EventKind.ESCALATED)["level"] == Level.SPECIALIST
    assert as_of(EventKind.ESCALATED)["assignee_id"] is None
    assert as_of(EventKind.HANDED_BACK)["assignee_id"] == agent.pk
    assert as_of(EventKind.SOLVED)["solved_at"] == (START + timedelta(hours=8)).isoformat()
    assert as_of(EventKind.REOPENED)["reopen_count"] == 1


def test_a_column_changed_behind_the_verbs_back_is_named(told: Ticket) -> None:
    Ticket.objects.filter(pk=told.pk).update(priority=Priority.LOW)
    told.tags.clear()
    told.refresh_from_db()

    found = list(contradictions(told, told.events.all()))

    assert found == [
        f"#{told.pk}: priority is 1, its events say 3",
        f"#{told.pk}: tagged [], its events say ['refund']",
    ]


def test_a_missing_event_is_named(told: Ticket) -> None:
    Event.objects.filter(ticket=told, kind=EventKind.PRIORITY_CHANGED).delete()

    found = list(contradictions(told, told.events.all()))

    assert any("stands in the place of event" in problem for problem in found)
    assert any("but event_seq is" in problem for problem in found)
    assert f"#{told.pk}: priority is 3, its events say 2" in found
