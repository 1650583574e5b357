"""The tasks of a ticket, and the two columns that count them."""

from datetime import timedelta

import pytest
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpdesk import clock
from tests.factories import TeamFactory, make_ticket
from tests.tickets.asserting import assert_log_agrees, last_event, nothing_happened
from tickets.access import sees
from tickets.actions import (
    add_task,
    assign,
    assign_team,
    change_task,
    close,
    merge,
    order_tasks,
    remove_task,
    set_task_done,
    unmerge,
)
from tickets.actions.checklist import MOST_TASKS, SeenTask
from tickets.errors import IllegalTransition, Invalid, NotAllowed
from tickets.events import EventKind
from tickets.integrity_follow_through import check_tasks
from tickets.models import Task, Ticket
from tickets.reminding import tell_overdue

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(ticket, agent) -> Task:
    return add_task(ticket, actor=agent, text="Call her")


def test_when_its_time_is_over_whose_it_is_is_told_once_and_again_when_put_off(task, ticket, agent, agent_l2):
    soon = clock.now() + timedelta(hours=1)
    change_task(task, actor=agent, assignee=agent_l2, due_at=soon)
    with clock.at(soon + timedelta(minutes=1)):
        assert (tell_overdue(), tell_overdue()) == (1, 0)
    event = last_event(ticket)
    assert (event.kind, event.data["tell"]) == (EventKind.TASK_OVERDUE, [agent_l2.pk])

    change_task(task, actor=agent, due_at=soon + timedelta(hours=1))
    with clock.at(soon + timedelta(hours=2)):
        assert tell_overdue() == 1
    set_task_done(task, actor=agent)
    assert_log_agrees(ticket)


def test_a_task_of_nobody_is_told_to_who_has_the_ticket_and_a_done_one_to_nobody(ticket, agent, agent_l2):
    assign(ticket, actor=agent, assignee=agent_l2)
    soon = clock.now() + timedelta(hours=1)
    for text in ("Call her", "Write it down"):
        add_task(ticket, actor=agent, text=text, due_at=soon)
    set_task_done(ticket.tasks.last(), actor=agent)

    with clock.at(soon):
        assert tell_overdue() == 1
    assert last_event(ticket).data["tell"] == [agent_l2.pk]


def test_whose_task_it_is_sees_a_private_ticket_from_then_on(ticket, task, admin, agent_l2):
    assign_team(ticket, actor=admin, team=TeamFactory(is_private=True))
    assert not sees(agent_l2, ticket)

    change_task(task, actor=admin, assignee=agent_l2)

    assert sees(agent_l2, Ticket.objects.get(pk=ticket.pk))


def texts(ticket: Ticket) -> list[str]:
    return list(ticket.tasks.values_list("text", flat=True))


def counts(ticket: Ticket) -> tuple[int, int]:
    ticket.refresh_from_db()
    return ticket.tasks_open, ticket.tasks_total


def test_a_task_stands_at_the_end_and_is_counted(task, ticket, agent, agent_l2):
    due = clock.now() + timedelta(days=1)
    second = add_task(ticket, actor=agent, text="  Send \n the fuse ", assignee=agent_l2, due_at=due)

    assert texts(ticket) == ["Call her", "Send the fuse"]
    assert (second.assignee, second.due_at, counts(ticket)) == (agent_l2, due, (2, 2))
    event = last_event(ticket)
    assert (event.kind, event.data["task"], event.data["tell"]) == (EventKind.TASK_ADDED, second.pk, [agent_l2.pk])
    assert_log_agrees(ticket)


def test_it_is_ticked_off_once_and_opened_again(task, ticket, agent):
    event = set_task_done(task, actor=agent)

    task.refresh_from_db()
    assert (event.kind, task.is_done, task.done_by, counts(ticket)) == (EventKind.TASK_DONE, True, agent, (0, 1))
    with nothing_happened():
        assert set_task_done(task, actor=agent) is None
    assert set_task_done(task, actor=agent, done=False).kind == EventKind.TASK_UNDONE
    assert counts(ticket) == (1, 1)
    assert_log_agrees(ticket)


def test_it_is_changed_where_something_changes(task, ticket, agent, agent_l2):
    event = change_task(task, actor=agent, text="Call him", assignee=agent_l2)

    task.refresh_from_db()
    assert (task.text, task.assignee, event.data["changed"]) == ("Call him", agent_l2, ["assignee_id", "text"])
    assert event.data["tell"] == [agent_l2.pk]
    with nothing_happened():
        assert change_task(task, actor=agent, text="Call him", assignee=agent_l2) is None
    change_task(task, actor=agent, assignee=None)
    task.refresh_from_db()
    assert (task.text, task.assignee) == ("Call him", None)


def test_it_is_removed_once(task, ticket, agent):
    assert remove_task(task, actor=agent).kind == EventKind.TASK_REMOVED

    assert (texts(ticket), counts(ticket)) == ([], (0, 0))
    with nothing_happened():
        assert remove_task(task, actor=agent) is None
    with nothing_happened(), pytest.raises(IllegalTransition, match="took this task off"):
        set_task_done(task, actor=agent)


def test_tasks_are_put_in_another_order(task, ticket, agent):
    second = add_task(ticket, actor=agent, text="Send the fuse")
    third = add_task(ticket, actor=agent, text="Ask how it went")

    order_tasks(ticket, actor=agent, order=[third.pk])

    assert texts(ticket) == ["Ask how it went", "Call her", "Send the fuse"]
    with nothing_happened():
        assert order_tasks(ticket, actor=agent, order=[third.pk, task.pk, second.pk]) is None
    with nothing_happened(), pytest.raises(Invalid, match="has changed meanwhile"):
        order_tasks(ticket, actor=agent, order=[0])


@pytest.mark.parametrize("text", ["", "  \n", "x" * 301])
def test_a_task_has_words_but_not_too_many(ticket, agent, text):
    with nothing_happened(), pytest.raises(Invalid):
        add_task(ticket, actor=agent, text=text)


def test_the_list_has_an_end(ticket, agent):
    Ticket.objects.filter(pk=ticket.pk).update(tasks_total=MOST_TASKS)

    with nothing_happened(), pytest.raises(Invalid, match="at most 100 tasks"):
        add_task(ticket, actor=agent, text="One more")


def test_tasks_are_for_people_of_ours_and_changed_by_them(task, ticket, agent, customer):
    with nothing_happened(), pytest.raises(Invalid):
        add_task(ticket, actor=agent, text="Pay", assignee=customer)
    for act in (
        lambda: add_task(ticket, actor=customer, text="Mine"),
        lambda: set_task_done(task, actor=customer),
        lambda: change_task(task, actor=customer, text="Mine"),
        lambda: remove_task(task, actor=customer),
        lambda: order_tasks(ticket, actor=customer, order=[]),
    ):
        with nothing_happened(), pytest.raises(NotAllowed):
            act()


def test_a_closed_ticket_keeps_its_list_as_it_is(task, ticket, agent):
    close(ticket, actor=agent)

    for act in (set_task_done, remove_task):
        with nothing_happened(), pytest.raises(IllegalTransition, match="closed for good"):
            act(task, actor=agent)


def test_tasks_go_along_with_a_merge_and_come_back(task, ticket, agent):
    other = make_ticket()
    add_task(other, actor=agent, text="First here")
    merge(ticket, actor=agent, into=other)

    assert (texts(other), counts(other), counts(ticket)) == (["First here", "Call her"], (2, 2), (0, 0))
    set_task_done(Task.objects.get(pk=task.pk), actor=agent)
    unmerge(Ticket.objects.get(pk=ticket.pk), actor=agent)
    assert (texts(ticket), counts(ticket), counts(other)) == (["Call her"], (0, 1), (1, 1))
    assert list(check_tasks()) == []
    for one in (ticket, other):
        assert_log_agrees(one)


def test_what_was_done_behind_the_verbs_back_is_found(task):
    assert list(check_tasks()) == []
    Task.objects.update(done_at=clock.now())

    assert len(list(check_tasks())) == 2


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(("add", "tick", "untick", "remove", "turn")), st.integers(0, 9))))
def test_whatever_happens_columns_rows_and_log_agree(acts, agent, customer):
    ticket = make_ticket(requester=customer)
    for act, which in acts:
        tasks = list(ticket.tasks.all())
        chosen = tasks[which % len(tasks)] if tasks else None
        if act == "add" or chosen is None:
            add_task(ticket, actor=agent, text=f"Task {which}")
        else:
            {
                "tick": lambda chosen=chosen: set_task_done(chosen, actor=agent),
                "untick": lambda chosen=chosen: set_task_done(chosen, actor=agent, done=False),
                "remove": lambda chosen=chosen: remove_task(chosen, actor=agent),
                "turn": lambda chosen=chosen: order_tasks(ticket, actor=agent, order=[chosen.pk]),
            }[act]()
    assert_log_agrees(ticket)
    assert list(check_tasks()) == []
    assert list(import_string("tickets.integrity.check_replay")()) == []


def test_of_two_stale_tabs_neither_undoes_what_the_other_changed(task, ticket, agent, agent_l2):
    seen = SeenTask(text="Call her", assignee_id=None, due_at=None)
    change_task(task, actor=agent, text="Call her at noon", assignee=None, due_at=None, seen=seen)

    change_task(task, actor=agent_l2, text="Call her", assignee=agent_l2, due_at=None, seen=seen)
    task.refresh_from_db()
    assert (task.text, task.assignee) == ("Call her at noon", agent_l2)

    with nothing_happened(), pytest.raises(IllegalTransition) as refused:
        change_task(task, actor=agent_l2, text="Write to her", assignee=None, due_at=None, seen=seen)
    assert "“Call her at noon”" in str(refused.value)


def test_the_same_change_in_both_tabs_is_no_quarrel(task, agent):
    seen = SeenTask(text="Call her", assignee_id=None, due_at=None)
    change_task(task, actor=agent, text="Write to her", seen=seen)

    with nothing_happened():
        assert change_task(task, actor=agent, text="Write to her", seen=seen) is None
