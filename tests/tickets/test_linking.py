"""Links: what each kind demands, and how a parent waits for its children."""

import pytest

from helpdesk import clock
from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, kinds_of, last_event, nothing_happened
from tickets.access import ticket_for
from tickets.actions import (
    assign,
    assign_team,
    close,
    delete,
    link,
    merge,
    reopen,
    set_close_rule,
    set_kind,
    set_status,
    snooze,
    solve,
    unlink,
)
from tickets.actions.snoozing import LONGEST
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.event_names import Names
from tickets.event_text import event_text
from tickets.events import EventKind
from tickets.integrity import check_replay
from tickets.integrity_properties import check_links
from tickets.models import Kind, LinkKind, Status, TicketRead

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return make_ticket(subject="Another one")


def children_of(parent, agent, *rules):
    children = [make_ticket(subject=f"Child {number}") for number, _rule in enumerate(rules)]
    for child, rule in zip(children, rules, strict=True):
        link(child, actor=agent, other=parent, kind=LinkKind.CHILD, close_rule=rule)
    return children


@pytest.mark.parametrize("kind", [LinkKind.RELATED, LinkKind.DUPLICATE, LinkKind.CHILD])
def test_both_tickets_tell_of_a_link_and_count_it(ticket, other, agent, kind):
    event = link(ticket, actor=agent, other=other, kind=kind)

    assert event.data["other"] == other.pk
    assert last_event(other).data["other"] == ticket.pk
    for one in (ticket, other):
        one.refresh_from_db()
        assert one.links_count == 1
        assert_log_agrees(one)
    assert not list(check_links())


def test_unlinking_is_told_on_both_and_counted(ticket, other, agent):
    link(ticket, actor=agent, other=other)

    unlink(other, actor=agent, other=ticket)  # related is so both ways

    assert kinds_of(ticket)[-1] == kinds_of(other)[-1] == EventKind.UNLINKED
    for one in (ticket, other):
        one.refresh_from_db()
        assert one.links_count == 0
    with nothing_happened():
        assert unlink(ticket, actor=agent, other=other) is None


def test_related_is_said_once_whichever_way(ticket, other, agent):
    link(ticket, actor=agent, other=other)
    with nothing_happened():
        assert link(other, actor=agent, other=ticket) is None


def test_duplicates_do_not_point_at_each_other(ticket, other, agent):
    link(ticket, actor=agent, other=other, kind=LinkKind.DUPLICATE)
    with nothing_happened(), pytest.raises(Invalid, match="is a duplicate of this"):
        link(other, actor=agent, other=ticket, kind=LinkKind.DUPLICATE)


def test_an_incident_is_linked_to_a_problem_and_becomes_one(ticket, problem, agent):
    event = link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    assert event.changes == {"kind": ["question", "incident"]}
    assert_log_agrees(ticket)


def test_what_is_no_problem_has_no_incidents(ticket, other, problem, agent):
    with nothing_happened(), pytest.raises(Invalid, match="is not a problem"):
        link(ticket, actor=agent, other=other, kind=LinkKind.INCIDENT)
    second = make_ticket()
    set_kind(second, actor=agent, kind=Kind.PROBLEM)
    with nothing_happened(), pytest.raises(Invalid, match="a problem itself"):
        link(second, actor=agent, other=problem, kind=LinkKind.INCIDENT)


def test_an_incident_has_one_problem(ticket, problem, agent):
    second = make_ticket()
    set_kind(second, actor=agent, kind=Kind.PROBLEM)
    link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    with nothing_happened(), pytest.raises(Invalid, match=f"incident of #{problem.pk} “The printers are down” already"):
        link(ticket, actor=agent, other=second, kind=LinkKind.INCIDENT)


def test_kinds_stay_while_a_link_needs_them(ticket, problem, agent):
    link(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    for one in (ticket, problem):
        with nothing_happened(), pytest.raises(IllegalTransition, match="first"):
            set_kind(one, actor=agent, kind=Kind.TASK)
    unlink(ticket, actor=agent, other=problem, kind=LinkKind.INCIDENT)
    assert set_kind(problem, actor=agent, kind=Kind.TASK)


def test_a_child_has_one_parent_and_no_ring_closes(ticket, other, agent):
    third = make_ticket()
    link(ticket, actor=agent, other=other, kind=LinkKind.CHILD)
    link(other, actor=agent, other=third, kind=LinkKind.CHILD)
    with nothing_happened(), pytest.raises(Invalid, match="is a child of|child of"):
        link(ticket, actor=agent, other=third, kind=LinkKind.CHILD)
    with nothing_happened(), pytest.raises(Invalid, match="below this already"):
        link(third, actor=agent, other=ticket, kind=LinkKind.CHILD)


def test_a_parent_waits_for_its_children_and_names_them(ticket, agent):
    first, second, _free = children_of(ticket, agent, "wait", "along", "free")
    for verb in (solve, close):
        with nothing_happened(), pytest.raises(IllegalTransition) as refused:
            verb(ticket, actor=agent)
        assert f"#{first.pk} “Child 0”, #{second.pk} “Child 1”" in str(refused.value)
    for child in (first, second):
        solve(child, actor=agent)
    assert solve(ticket, actor=agent)


def test_a_parent_does_not_name_children_that_its_agent_cannot_see(ticket, agent, admin):
    (child,) = children_of(ticket, agent, "wait")
    assign_team(child, actor=admin, team=TeamFactory(is_private=True))
    with nothing_happened(), pytest.raises(IllegalTransition) as refused:
        solve(ticket, actor=agent)
    assert "1 ticket that you cannot see" in str(refused.value)
    assert "Child 0" not in str(refused.value)


def test_a_customer_is_not_held_up_by_our_children(ticket, agent, customer):
    children_of(ticket, agent, "wait")
    assert solve(ticket, actor=customer)


def test_spam_and_deleted_children_are_not_waited_for(ticket, agent, lead):
    (child,) = children_of(ticket, agent, "wait")
    delete(child, actor=lead)
    assert solve(ticket, actor=agent)


def test_the_last_child_brings_its_parent_before_the_eyes_of_whose_it_is(ticket, agent, agent_l2):
    assign(ticket, actor=agent, assignee=agent)
    first, second = children_of(ticket, agent, "wait", "along")
    set_status(ticket, actor=agent, status=Status.ON_HOLD)
    TicketRead.objects.create(ticket=ticket, person=agent, seen_seq=1)

    solve(first, actor=agent_l2)
    assert EventKind.CHILDREN_SOLVED not in kinds_of(ticket)
    solve(second, actor=agent_l2)

    event = last_event(ticket)
    assert event.kind == EventKind.CHILDREN_SOLVED
    assert event.changes == {"status": ["on_hold", "open"]}
    assert TicketRead.objects.get(person=agent).seen_seq == 0
    assert_log_agrees(ticket)


def test_a_parent_that_is_snoozed_comes_back_with_its_last_child(ticket, agent):
    (child,) = children_of(ticket, agent, "wait")
    snooze(ticket, actor=agent, until=clock.now() + LONGEST / 2)
    solve(child, actor=agent)
    ticket.refresh_from_db()
    assert ticket.snoozed_until is None


def test_a_parent_is_solved_along_where_all_children_say_so(ticket, agent):
    first, second, _free = children_of(ticket, agent, "along", "along", "free")
    solve(first, actor=agent)
    assert last_event(ticket).kind != EventKind.SOLVED
    solve(second, actor=agent)
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED
    assert last_event(ticket).actor_name == "Close rule"
    assert_log_agrees(ticket)


def test_a_merged_child_is_done(ticket, other, agent):
    (child,) = children_of(ticket, agent, "wait")
    merge(child, actor=agent, into=other)
    assert last_event(ticket).kind == EventKind.CHILDREN_SOLVED


def test_a_parent_that_is_solved_already_hears_nothing(ticket, agent):
    (child,) = children_of(ticket, agent, "wait")
    solve(child, actor=agent)
    solve(ticket, actor=agent)
    reopen(child, actor=agent)
    solve(child, actor=agent)
    assert last_event(ticket).kind == EventKind.SOLVED


def test_the_rule_of_a_child_changes_and_is_told_on_both(ticket, agent):
    (child,) = children_of(ticket, agent, "wait")
    set_close_rule(child, actor=agent, close_rule="free")
    assert kinds_of(ticket)[-1] == kinds_of(child)[-1] == EventKind.CLOSE_RULE_SET
    with nothing_happened():
        assert set_close_rule(child, actor=agent, close_rule="free") is None
    assert solve(ticket, actor=agent)


def test_who_has_no_parent_has_no_rule(ticket, agent, customer):
    with nothing_happened(), pytest.raises(Invalid, match="no parent"):
        set_close_rule(ticket, actor=agent, close_rule="free")


def test_customers_set_no_rules(ticket, agent, customer):
    (child,) = children_of(ticket, agent, "wait")
    with nothing_happened(), pytest.raises(NotAllowed):
        set_close_rule(child, actor=customer, close_rule="free")


def test_what_a_reader_cannot_see_has_no_number_in_the_log(ticket, other, agent, admin):
    event = link(ticket, actor=agent, other=other)
    assign_team(other, actor=admin, team=TeamFactory(is_private=True))
    told = event_text(event, Names.of([event], reader=agent))
    assert told == "Omar Haddad linked this to a ticket that you cannot see"
    assert f"#{other.pk}" in event_text(event, Names.of([event], reader=admin))


def test_integrity_finds_a_wrong_count(ticket, other, agent):
    link(ticket, actor=agent, other=other)
    type(ticket).objects.filter(pk=ticket.pk).update(links_count=5)
    assert "links_count is 5, it has 1" in "".join(check_links())
    assert not list(check_replay())
    assert ticket_for(agent, ticket.pk).links_count == 5
