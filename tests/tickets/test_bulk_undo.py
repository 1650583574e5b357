"""Undoing a bulk act: what nobody touched meanwhile is put back, everything else is left alone and named."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_macro, make_ticket
from tests.tickets.asserting import assert_log_agrees, nothing_happened
from tests.tickets.test_bulk import column, done, outcomes, reasons, start
from tickets.actions import (
    add_note,
    assign,
    assign_team,
    follow,
    receive_message,
    set_priority,
    set_status,
    snooze,
    solve,
    tag,
    undo_bulk,
)
from tickets.bulk.results import result_of
from tickets.bulk.running import run
from tickets.content import Body
from tickets.errors import IllegalTransition, Invalid
from tickets.integrity import check_bulk_acts, check_waiting
from tickets.models import BulkAct, Status, Ticket, TicketRead
from tickets.models.participant import ParticipantRole

pytestmark = pytest.mark.django_db


def nothing_is_wrong() -> bool:
    return not list(check_bulk_acts()) and not list(check_waiting())


def undone(act, actor) -> BulkAct:
    undo = undo_bulk(act, actor=actor)
    assert run(undo.pk)
    undo.refresh_from_db()
    return undo


@pytest.fixture
def tickets(customer) -> list[Ticket]:
    return [make_ticket(requester=customer) for _number in range(3)]


def test_each_goes_back_to_whom_it_belonged(tickets, agent, agent_l2, lead):
    assign(tickets[1], actor=lead, assignee=lead)
    act = done(agent, "assign", tickets, assignee=agent_l2)

    undo = undone(act, agent)

    assert column("assignee_id", tickets) == [None, lead.pk, None]
    assert outcomes(undo) == ["changed"] * 3
    assert result_of(undo).text == "3 put back"
    for ticket in tickets:
        assert_log_agrees(ticket)


def test_new_tickets_are_new_again_but_for_those_that_somebody_worked_on_meanwhile(tickets, agent, agent_l2, lead):
    act = done(agent, "assign", tickets, assignee=agent_l2)
    assert column("status", tickets) == ["open"] * 3
    add_note(tickets[1], actor=lead, body=Body.from_text("I know her"))
    receive_message(tickets[2], actor=tickets[2].requester, body=Body.from_text("And?"), channel="email")

    undone(act, agent)

    assert column("status", tickets) == ["new", "open", "new"]
    assert nothing_is_wrong()
    for ticket in tickets:
        assert_log_agrees(ticket)


def test_what_somebody_changed_meanwhile_stays_and_is_named(tickets, agent, agent_l2, lead):
    act = done(agent, "assign", tickets, assignee=agent_l2)
    assign(tickets[1], actor=lead, assignee=lead)

    undo = undone(act, agent)

    assert column("assignee_id", tickets) == [None, lead.pk, None]
    (left,) = result_of(undo).left
    assert (left.numbers, left.reason) == ([tickets[1].pk], "Lena Vogt took this on")


def test_changed_away_and_back_again_it_is_still_their_choice(ticket, agent, lead):
    act = done(agent, "priority", [ticket], priority=4)
    set_priority(ticket, actor=lead, priority=1)
    set_priority(ticket, actor=lead, priority=4)
    assert outcomes(undone(act, agent)) == ["refused"]
    assert column("priority", [ticket]) == [4]


def test_another_property_changed_meanwhile_is_no_hindrance(ticket, agent, lead):
    act = done(agent, "priority", [ticket], priority=4)
    assign(ticket, actor=lead, assignee=lead)
    undone(act, agent)
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.assignee) == (2, lead)


def test_only_what_the_act_changed_is_touched(tickets, agent):
    set_priority(tickets[0], actor=agent, priority=4)
    act = done(agent, "priority", tickets, priority=4)
    undo = undone(act, agent)
    assert column("priority", tickets) == [4, 2, 2]
    assert undo.steps.count() == 2


def test_solved_tickets_are_what_they_were_also_snoozed(tickets, agent):
    until = timezone.now() + timedelta(days=1)
    set_status(tickets[0], actor=agent, status=Status.ON_HOLD)
    snooze(tickets[1], actor=agent, until=until)
    act = done(agent, "status", tickets, status="solved")
    undone(act, agent)
    assert column("status", tickets) == ["on_hold", "open", "open"]
    assert column("snoozed_until", tickets) == [None, until, None]


def test_a_customer_who_wrote_meanwhile_has_reopened_it_themselves(ticket, agent, customer):
    act = done(agent, "status", [ticket], status="solved")
    receive_message(ticket, actor=customer, body=Body.from_text("It burns again, and the lamp too!"), channel="email")
    undo = undone(act, agent)
    assert reasons(undo) == ["Ann Lee reopened this"]
    assert column("status", [ticket]) == ["open"]


def test_tags_that_somebody_touched_stay(customer, agent, lead):
    ticket = make_ticket(requester=customer, tags=["old"])
    act = done(agent, "tag", [ticket], add=["one", "two"], remove=["old"])
    tag(ticket, actor=lead, remove=["one"])
    undo = undone(act, agent)
    assert {one.name for one in ticket.tags.all()} == {"old"}
    assert (outcomes(undo), reasons(undo)) == (["changed"], ["Lena Vogt removed the tag one"])


def test_the_former_team_and_person_come_back_together(ticket, agent, agent_l2, first_line):
    assign_team(ticket, actor=agent, team=first_line)
    assign(ticket, actor=agent, assignee=agent)
    act = done(agent, "team", [ticket], team=None)
    assert column("assignee_id", [ticket]) == [agent.pk]
    undone(act, agent)
    assert (column("team_id", [ticket]), column("assignee_id", [ticket])) == ([first_line.pk], [agent.pk])


def test_merged_tickets_come_apart_the_last_first(tickets, agent):
    act = done(agent, "merge", tickets, into=tickets[0])
    undo = undone(act, agent)
    assert outcomes(undo) == ["changed", "changed"]
    assert column("merged_into_id", tickets) == [None] * 3
    assert nothing_is_wrong()
    for ticket in tickets:
        assert_log_agrees(ticket)


def test_spam_deletion_following_and_reading_are_taken_back(tickets, lead):
    for key, kind in enumerate(("spam", "delete", "follow", "read")):
        undo = undone(done(lead, kind, tickets, key=str(key)), lead)
        assert outcomes(undo) == ["changed"] * 3, kind
    assert column("is_spam", tickets) == [False] * 3
    assert column("deleted_at", tickets) == [None] * 3
    assert not any(ticket.participants.filter(role=ParticipantRole.FOLLOWER).exists() for ticket in tickets)
    assert set(TicketRead.objects.values_list("seen_seq", flat=True)) == {0}


def test_following_that_ended_meanwhile_is_nothing_to_undo(ticket, agent):
    follow(ticket, actor=agent)
    with pytest.raises(Invalid, match="Nothing was changed"):
        undo_bulk(done(agent, "follow", [ticket]), actor=agent)


def test_a_macro_without_words_is_put_back_whole(tickets, agent):
    macro = make_macro(priority=4, add_tags=["fire"], status="on_hold", assign_to_me=True)
    undone(done(agent, "macro", tickets, macro=macro), agent)
    assert (column("priority", tickets), column("assignee_id", tickets)) == ([2] * 3, [None] * 3)
    assert (column("status", tickets), [ticket.tags.count() for ticket in tickets]) == (["open"] * 3, [0] * 3)


def test_it_is_undone_once(tickets, agent):
    act = done(agent, "priority", tickets, priority=4)
    undo = undone(act, agent)
    with nothing_happened():
        assert undo_bulk(act, actor=agent) == undo
        assert not run(undo.pk)
    assert not result_of(BulkAct.objects.get(pk=act.pk)).can_be_undone


def test_what_cannot_be_taken_back_says_so(tickets, agent):
    closed = done(agent, "status", tickets, status="closed")
    running = start(agent, "priority", tickets, key="two", priority=4)
    with nothing_happened():
        with pytest.raises(IllegalTransition, match="closed for good"):
            undo_bulk(closed, actor=agent)
        with pytest.raises(IllegalTransition, match="still under way"):
            undo_bulk(running, actor=agent)


def test_an_undo_is_not_undone(tickets, agent):
    undo = undone(done(agent, "priority", tickets, priority=4), agent)
    with pytest.raises(IllegalTransition):
        undo_bulk(undo, actor=agent)


ACTS = st.lists(
    st.sampled_from(
        [
            ("priority", {"priority": 4}),
            ("status", {"status": "solved"}),
            ("status", {"status": "on_hold"}),
            ("spam", {}),
            ("tag", {"add": ["a", "b"]}),
            ("tag", {"add": ["c"], "remove": ["a"]}),
        ]
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_undone_in_turn_acts_leave_no_trace_but_their_events(agent, customer, acts):
    """From a ticket that somebody has touched: one that was new is open afterwards."""
    ticket = make_ticket(requester=customer)
    set_status(ticket, actor=agent, status=Status.OPEN)
    names = ("status", "priority", "is_spam", "snoozed_until", "solved_at", "assignee_id", "team_id")
    ticket.refresh_from_db()
    before = [getattr(ticket, name) for name in names]

    made = [
        done(agent, kind, [ticket], key=f"{ticket.pk}-{number}", **given) for number, (kind, given) in enumerate(acts)
    ]
    for act in reversed(made):
        if result_of(act).changed:
            undone(act, agent)

    ticket.refresh_from_db()
    assert [getattr(ticket, name) for name in names] == before
    assert not ticket.tags.exists()
    assert nothing_is_wrong()
    assert_log_agrees(ticket)


def test_solving_is_undone_after_a_later_solve_of_somebody_else_never(ticket, agent, lead):
    act = done(agent, "status", [ticket], status="solved")
    set_status(ticket, actor=lead, status=Status.OPEN)
    solve(ticket, actor=lead)
    assert outcomes(undone(act, agent)) == ["refused"]
    assert column("status", [ticket]) == ["solved"]


def test_the_steps_that_a_macro_added_come_off_again_but_for_those_ticked_off_meanwhile(tickets, agent):
    from tickets.actions import set_task_done

    macro = make_macro(add_tasks=["Call", "Write"])
    act = done(agent, "macro", tickets[:1], macro=macro)
    set_task_done(tickets[0].tasks.get(text="Call"), actor=agent)

    undo = undone(act, agent)

    assert [task.text for task in tickets[0].tasks.all()] == ["Call"]
    assert "Call" in reasons(undo)[0]
