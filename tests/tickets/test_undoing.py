"""Taking back what one just changed on a ticket."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    add_note,
    assign,
    assign_team,
    close,
    escalate,
    receive_message,
    reply,
    set_priority,
    set_status,
    set_subject,
    snooze,
    solve,
    tag,
    undo,
    unsolve,
)
from tickets.content import Body
from tickets.errors import IllegalTransition, NotAllowed
from tickets.events import EventKind
from tickets.integrity import check_escalations, check_snoozed, check_solved, check_waiting
from tickets.models import Status, Ticket
from tickets.models.escalation import EscalationState

pytestmark = pytest.mark.django_db

WORDS = Body.from_text("Still burning, please help us with the second printer too")


def nothing_is_wrong() -> bool:
    checks = (check_waiting, check_solved, check_escalations, check_snoozed)
    return not [problem for check in checks for problem in check()]


def state_of(ticket: Ticket) -> list[object]:
    ticket.refresh_from_db()
    names = ("status", "priority", "subject", "assignee_id", "team_id", "waiting_since", "snoozed_until", "solved_at")
    return [*(getattr(ticket, name) for name in names), ticket.reopen_count, {one.name for one in ticket.tags.all()}]


@pytest.mark.parametrize(
    "act",
    [
        lambda ticket, agent, team: assign(ticket, actor=agent, assignee=agent),
        lambda ticket, agent, team: assign_team(ticket, actor=agent, team=team),
        lambda ticket, agent, team: set_status(ticket, actor=agent, status=Status.PENDING),
        lambda ticket, agent, team: set_status(ticket, actor=agent, status=Status.SOLVED),
        lambda ticket, agent, team: set_priority(ticket, actor=agent, priority=4),
        lambda ticket, agent, team: set_subject(ticket, actor=agent, subject="Another"),
        lambda ticket, agent, team: tag(ticket, actor=agent, add=["fire"], remove=["old"]),
        lambda ticket, agent, team: snooze(ticket, actor=agent, until=timezone.now() + timedelta(days=1)),
    ],
)
def test_what_was_changed_is_what_it_was(ticket, agent, lead, first_line, act):
    tag(ticket, actor=lead, add=["old"])
    set_status(ticket, actor=lead, status=Status.OPEN)
    before = state_of(ticket)
    event = act(ticket, agent, first_line)

    undone = undo(ticket, actor=agent, seq=event.seq)

    assert undone.data["undoes"] == [event.seq]
    assert state_of(ticket) == before
    assert_log_agrees(ticket)
    assert nothing_is_wrong()
    with nothing_happened():
        assert undo(ticket, actor=agent, seq=event.seq) is None


def test_an_act_of_several_events_goes_whole(ticket, agent):
    solve(ticket, actor=agent)
    before = state_of(ticket)[0]
    event = set_status(ticket, actor=agent, status=Status.ON_HOLD)
    undo(ticket, actor=agent, seq=event.seq)
    assert state_of(ticket)[0] == before == Status.SOLVED


class TestSolving:
    """Undone it leaves no trace but its events: no reopening, and the customer has waited all the time."""

    def test_wait_snooze_and_escalation_go_on(self, ticket, agent, agent_l2):
        escalate(ticket, actor=agent, to_level=2, reason="a", tried="b", asked="c")
        snooze(ticket, actor=agent_l2, until=timezone.now() + timedelta(days=1))
        before = state_of(ticket)

        unsolve(ticket, actor=agent, seq=solve(ticket, actor=agent).seq)

        assert state_of(ticket) == before
        assert ticket.escalations.get().state == EscalationState.WAITING
        assert nothing_is_wrong()

    def test_who_was_answered_meanwhile_does_not_wait(self, ticket, agent):
        solved = solve(ticket, actor=agent)
        reply(ticket, actor=agent, body=Body.from_text("Done"), seen_seq=ticket.conversation_seq)
        undo(ticket, actor=agent, seq=solved.seq)
        ticket.refresh_from_db()
        assert (ticket.status, ticket.waiting_since) == (Status.OPEN, None)
        assert nothing_is_wrong()

    def test_a_later_wait_is_one_wait(self, ticket, agent, customer):
        since = ticket.waiting_since
        undo(ticket, actor=agent, seq=solve(ticket, actor=agent).seq)
        receive_message(ticket, actor=customer, body=WORDS, channel="email")
        ticket.refresh_from_db()
        assert ticket.waiting_since == since
        assert nothing_is_wrong()

    def test_what_is_not_solved_stays(self, ticket, agent):
        with nothing_happened():
            assert unsolve(ticket, actor=agent) is None

    def test_closed_is_for_good(self, ticket, agent):
        solve(ticket, actor=agent)
        close(ticket, actor=agent)
        with nothing_happened(), pytest.raises(IllegalTransition, match="closed for good"):
            unsolve(ticket, actor=agent)


def test_what_somebody_touched_since_stays_and_says_so(ticket, agent, lead):
    event = set_priority(ticket, actor=agent, priority=4)
    set_priority(ticket, actor=lead, priority=1)
    with nothing_happened(), pytest.raises(IllegalTransition, match="Lena Vogt lowered the priority to Low"):
        undo(ticket, actor=agent, seq=event.seq)


def test_only_ones_own(ticket, agent, lead, customer):
    event = set_priority(ticket, actor=agent, priority=4)
    with nothing_happened():
        with pytest.raises(IllegalTransition, match="Only who changed something"):
            undo(ticket, actor=lead, seq=event.seq)
        with pytest.raises(NotAllowed):
            undo(ticket, actor=customer, seq=1)


def test_what_was_said_stays_said(ticket, agent):
    add_note(ticket, actor=agent, body=WORDS)
    with nothing_happened(), pytest.raises(IllegalTransition, match="cannot be taken back"):
        undo(ticket, actor=agent, seq=last_event(ticket).seq)


def test_the_log_keeps_all_of_it(ticket, agent):
    undo(ticket, actor=agent, seq=solve(ticket, actor=agent).seq)
    assert kinds_of(ticket)[-2:] == [EventKind.SOLVED, EventKind.UNSOLVED]
