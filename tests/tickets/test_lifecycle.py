"""Status, solving, reopening, closing, spam and deletion."""

import pytest

from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.actions import (
    add_participant,
    close,
    delete,
    escalate,
    mark_spam,
    reopen,
    restore,
    set_form,
    set_kind,
    set_priority,
    set_status,
    set_subject,
    solve,
    tag,
    unmark_spam,
)
from tickets.errors import IllegalTransition, NotAllowed
from tickets.events import EventKind
from tickets.models import Status, Ticket, TicketForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Status.OPEN, Status.PENDING, Status.ON_HOLD])
def test_staff_set_the_status(ticket, agent, status):
    event = set_status(ticket, actor=agent, status=status)

    assert event.kind == EventKind.STATUS_CHANGED
    assert event.changes == {"status": ["new", status]}
    assert_log_agrees(ticket)
    with nothing_happened():
        assert set_status(ticket, actor=agent, status=status) is None


def test_nothing_becomes_new_again(ticket, agent):
    set_status(ticket, actor=agent, status=Status.OPEN)

    with nothing_happened(), pytest.raises(IllegalTransition):
        set_status(ticket, actor=agent, status=Status.NEW)


@pytest.mark.parametrize(
    "set_it", [lambda t, a: solve(t, actor=a), lambda t, a: set_status(t, actor=a, status="solved")]
)
def test_solving_ends_the_wait_and_the_escalation(ticket, agent, specialists, set_it):
    escalation = escalate(ticket, actor=agent, to_level=2, reason="Deep", tried="All", asked="Help")

    event = set_it(ticket, agent)

    ticket.refresh_from_db()
    escalation.refresh_from_db()
    assert (ticket.status, ticket.waiting_since, ticket.solved_at) == ("solved", None, event.at)
    assert escalation.state == "ended"
    assert_log_agrees(ticket)
    with nothing_happened():
        assert set_it(ticket, agent) is None


@pytest.mark.parametrize(("status", "kinds"), [("open", 1), ("pending", 2)])
def test_another_status_reopens_a_solved_ticket(ticket, agent, status, kinds):
    solve(ticket, actor=agent)

    set_status(ticket, actor=agent, status=status)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.solved_at, ticket.reopen_count) == (status, None, 1)
    assert kinds_of(ticket)[-kinds] == EventKind.REOPENED
    assert_log_agrees(ticket)


def test_a_customer_solves_and_reopens_their_own_ticket_and_then_waits(ticket, customer):
    solve(ticket, actor=customer)
    event = reopen(ticket, actor=customer)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.waiting_since) == ("open", event.at)
    assert_log_agrees(ticket)
    with nothing_happened():
        assert reopen(ticket, actor=customer) is None


def test_when_staff_reopen_the_customer_does_not_wait(ticket, agent):
    solve(ticket, actor=agent)
    reopen(ticket, actor=agent)

    ticket.refresh_from_db()
    assert ticket.waiting_since is None


@pytest.mark.parametrize("role", [None, "cc"])
def test_other_customers_and_those_in_copy_neither_solve_nor_reopen(ticket, other_customer, role):
    if role:
        ticket.participants.create(person=other_customer, role=role)
    for verb in (solve, reopen):
        with nothing_happened(), pytest.raises(NotAllowed):
            verb(ticket, actor=other_customer)


def test_closing_is_for_good(ticket, agent, customer):
    event = close(ticket, actor=agent)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.closed_at, ticket.solved_at) == ("closed", event.at, event.at)
    assert_log_agrees(ticket)
    with nothing_happened():
        assert close(ticket, actor=agent) is None
        assert set_status(ticket, actor=agent, status="closed") is None
    for attempt in (
        lambda: set_status(ticket, actor=agent, status="open"),
        lambda: solve(ticket, actor=agent),
        lambda: reopen(ticket, actor=customer),
        lambda: escalate(ticket, actor=agent, to_level=2, reason="a", tried="b", asked="c"),
    ):
        with nothing_happened(), pytest.raises(IllegalTransition):
            attempt()


@pytest.mark.parametrize(
    "steer",
    [
        lambda ticket, agent, _bob: set_priority(ticket, actor=agent, priority=4),
        lambda ticket, agent, _bob: set_kind(ticket, actor=agent, kind="task"),
        lambda ticket, agent, _bob: set_subject(ticket, actor=agent, subject="Another one"),
        lambda ticket, agent, _bob: set_form(ticket, actor=agent, form=TicketForm.objects.create(name="Refund")),
        lambda ticket, agent, bob: add_participant(ticket, actor=agent, person=bob),
    ],
)
def test_what_steers_the_work_is_refused_once_it_is_closed(ticket, agent, other_customer, steer):
    close(ticket, actor=agent)
    with nothing_happened(), pytest.raises(IllegalTransition, match="closed for good. Open a follow-up instead"):
        steer(ticket, agent, other_customer)


def test_what_is_so_already_is_refused_nowhere(ticket, agent):
    close(ticket, actor=agent)
    with nothing_happened():
        assert set_priority(ticket, actor=agent, priority=ticket.priority) is None


def test_a_closed_ticket_can_still_be_filed_and_taken_out_of_the_figures(ticket, agent, lead):
    close(ticket, actor=agent)

    tag(ticket, actor=agent, add=["refund"])
    add_participant(ticket, actor=agent, person=lead, role="follower")
    mark_spam(ticket, actor=agent)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.is_spam, [one.name for one in ticket.tags.all()]) == ("closed", True, ["refund"])


def test_closing_a_solved_ticket_keeps_when_it_was_solved(ticket, agent):
    solved_at = solve(ticket, actor=agent).at
    close(ticket, actor=agent)

    ticket.refresh_from_db()
    assert ticket.solved_at == solved_at


@pytest.mark.parametrize("verb", [close, mark_spam, unmark_spam, delete, restore])
def test_customers_do_none_of_this(ticket, customer, verb):
    with nothing_happened(), pytest.raises(NotAllowed):
        verb(ticket, actor=customer)


@pytest.mark.parametrize(
    ("verb", "back", "kinds"),
    [
        (mark_spam, unmark_spam, [EventKind.MARKED_SPAM, EventKind.UNMARKED_SPAM]),
        (delete, restore, [EventKind.DELETED, EventKind.RESTORED]),
    ],
)
def test_spam_and_deleted_tickets_leave_every_list_and_come_back(ticket, lead, customer, verb, back, kinds):
    with nothing_happened():
        assert back(ticket, actor=lead) is None
    verb(ticket, actor=lead)

    assert not Ticket.objects.listed().exists()
    assert not Ticket.objects.visible_to(customer).exists()
    assert Ticket.objects.visible_to(lead).exists()
    with nothing_happened():
        assert verb(ticket, actor=lead) is None
    back(ticket, actor=lead)
    assert Ticket.objects.visible_to(customer).get().status == "new"
    assert kinds_of(ticket)[1:] == kinds
    assert_log_agrees(ticket)


def test_only_leads_and_above_delete(ticket, agent):
    with nothing_happened(), pytest.raises(NotAllowed):
        delete(ticket, actor=agent)
    assert last_event(ticket).kind == EventKind.OPENED
